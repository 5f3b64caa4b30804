namespace ActionML.Cli;

/// <summary>Invariants of the executed action step, in double with tolerance <see cref="Tolerance"/>.</summary>
internal sealed record ActionCheckFigures
{
    /// <summary>max |MᵀJM − J| of the executed step, by fourth-order central differences.</summary>
    public double SymplecticDefect { get; init; }

    /// <summary>Largest component left after <see cref="ReversalSteps"/> forward, a flip of the momenta, and as many back, in units of the state.</summary>
    public double ReversalError { get; init; }

    /// <summary>The same with the corrector's tolerance at 1e-13.</summary>
    public double ReversalErrorTight { get; init; }

    /// <summary>Change of total momentum in one step, relative to the sum of |p|.</summary>
    public double LinearMomentumError { get; init; }

    /// <summary>Change of angular momentum in one step, relative to Σ|q − Q||p|.</summary>
    public double AngularMomentumError { get; init; }

    /// <summary>Departure of the center of mass from its uniform flight in one step, relative to Σm|q| + hΣ|p|.</summary>
    public double CenterOfMassError { get; init; }

    /// <summary>Steps in each direction of a reversal.</summary>
    public int ReversalSteps { get; init; }

    /// <summary>The corrector's tolerance during the checks.</summary>
    public double Tolerance { get; init; }

    /// <summary>Checks that could not be made because steps did not converge: no number is within its bound.</summary>
    public static ActionCheckFigures NotMeasured(double tolerance) => new()
    {
        SymplecticDefect = double.NaN,
        ReversalError = double.NaN,
        ReversalErrorTight = double.NaN,
        LinearMomentumError = double.NaN,
        AngularMomentumError = double.NaN,
        CenterOfMassError = double.NaN,
        Tolerance = tolerance,
    };
}

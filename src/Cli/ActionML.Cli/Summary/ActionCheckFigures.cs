namespace ActionML.Cli;

/// <summary>Invariants of the executed action step, solved to <see cref="Tolerance"/>.</summary>
internal sealed record ActionCheckFigures
{
    /// <summary>
    /// Symplectic defect of the executed step, by fourth-order central differences: max |MᵀJM − J| for a few particles, the root mean
    /// square of a row's norm (<see cref="Runtime.DefectSampler"/>) for more.
    /// </summary>
    public double SymplecticDefect { get; init; }

    /// <summary>What rounding and differences alone would show as a defect; null for a few particles, where it is below 1e-11.</summary>
    public double? SymplecticDefectFloor { get; init; }

    /// <summary>Root mean square of the components left after <see cref="ReversalSteps"/> forward, a flip of the momenta, and as many back, in units of the state.</summary>
    public double ReversalError { get; init; }

    /// <summary>The same with the corrector's tolerance at 1e-13; null in single precision, which cannot.</summary>
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

namespace ActionML.Runtime;

/// <summary>What a stepper keeps, as facts that programs can read and print.</summary>
public sealed record StepperTraits
{
    /// <summary>The method's name, for tables and messages.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the step preserves the symplectic form: MᵀJM = J.</summary>
    public required bool IsSymplectic { get; init; }

    /// <summary>Whether a step, a flip of the momenta, a step and a flip return to the start.</summary>
    public required bool IsTimeReversible { get; init; }

    /// <summary>Whether the total momentum is kept.</summary>
    public required bool ConservesLinearMomentum { get; init; }

    /// <summary>Whether the center of mass moves uniformly with the total momentum.</summary>
    public required bool ConservesCenterOfMass { get; init; }

    /// <summary>Whether the angular momentum of an isolated system is kept.</summary>
    public required bool ConservesAngularMomentum { get; init; }

    /// <summary>
    /// For an implicit method, the tolerance of its solver: symplecticity, reversibility and angular momentum then
    /// hold in proportion to it, and only for steps that converged. Null when the traits hold to rounding.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>Whatever else a user should know, as a sentence; empty when there is nothing.</summary>
    public string Remark { get; init; } = "";
}

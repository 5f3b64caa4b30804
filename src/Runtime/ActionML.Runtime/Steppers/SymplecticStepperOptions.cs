namespace ActionML.Runtime;

/// <summary>How <see cref="SymplecticStepper"/> makes its steps.</summary>
public sealed record SymplecticStepperOptions
{
    /// <summary>The highest <see cref="ExtrapolationOrder"/>.</summary>
    public const int MaximumExtrapolationOrder = 4;

    /// <summary>How the implicit equation is solved.</summary>
    public CorrectorOptions Corrector { get; init; } = new();

    /// <summary>Where the first guess comes from.</summary>
    public WarmStart WarmStart { get; init; } = WarmStart.Extrapolation;

    /// <summary>
    /// Degree of the polynomial of <see cref="WarmStart.Extrapolation"/>, 0 to
    /// <see cref="MaximumExtrapolationOrder"/>. Higher orders pay only where steps are short against the motion; far
    /// too high an order leads into spurious roots of the midpoint equation (three bodies at step 0.25: orders 7
    /// and 8).
    /// </summary>
    public int ExtrapolationOrder { get; init; } = 2;

    /// <summary>What happens to a step that does not converge.</summary>
    public UnconvergedPolicy Policy { get; init; } = UnconvergedPolicy.Throw;

    /// <summary>Velocity-Verlet substeps that replace one step under <see cref="UnconvergedPolicy.FallBack"/>; at least 1.</summary>
    public int FallBackSubsteps { get; init; } = 50;

    /// <summary>
    /// The step that the run is meant to have, to be checked against the model's; null to take the model's.
    /// </summary>
    public TimeStep? TimeStep { get; init; }

    /// <summary>Checks every value and reports all errors together.</summary>
    /// <exception cref="UsageException">One or more values are out of range.</exception>
    public void Validate() => FindErrors().ThrowIfAny();

    internal OptionErrors FindErrors()
    {
        var errors = new OptionErrors("symplectic stepper");
        errors.AddRange(Corrector.FindErrors());
        errors.Require(Enum.IsDefined(WarmStart), nameof(WarmStart), WarmStart, $"it must be one of {string.Join(", ", Enum.GetNames<WarmStart>())}.");
        errors.Require(
            ExtrapolationOrder is >= 0 and <= MaximumExtrapolationOrder,
            nameof(ExtrapolationOrder),
            ExtrapolationOrder,
            $"it must be from 0 to {MaximumExtrapolationOrder}.");
        errors.Require(Enum.IsDefined(Policy), nameof(Policy), Policy, $"it must be one of {string.Join(", ", Enum.GetNames<UnconvergedPolicy>())}.");
        errors.Require(FallBackSubsteps >= 1, nameof(FallBackSubsteps), FallBackSubsteps, "it must be at least 1.");
        return errors;
    }
}

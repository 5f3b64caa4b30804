namespace ActionML.Cli;

/// <summary>Corrected steps of a single run. Shares are of the time of its steps.</summary>
internal sealed record BenchSteps
{
    /// <summary>Where steps are solved: <c>host</c>, or <c>device</c> for where the model runs.</summary>
    public required string CorrectorOn { get; init; }

    /// <summary>Steps measured.</summary>
    public int Measured { get; init; }

    /// <summary>Median time of a step.</summary>
    public double StepMs { get; init; }

    /// <summary>Steps per second, all steps included.</summary>
    public double StepsPerSecond { get; init; }

    /// <summary>Simulated time per time, in the result's unit.</summary>
    public double Speed { get; init; }

    /// <summary>Evaluations of the gradient per step.</summary>
    public double EvaluationsPerStep { get; init; }

    /// <summary>Steps that did not converge.</summary>
    public int Unconverged { get; init; }

    /// <summary>Share of gradients and direct model; null on the device, where evaluations are not seen from outside.</summary>
    public double? ModelShare { get; init; }

    /// <summary>Share of the direct model; null without one.</summary>
    public double? DirectModelShare { get; init; }

    /// <summary>Share of the neighbor list.</summary>
    public double NeighborShare { get; init; }

    /// <summary>Managed memory allocated per step. Steps whose neighbor list is longer or shorter than all before make tensors of that size, and do not count.</summary>
    public double BytesAllocatedPerStep { get; init; }
}

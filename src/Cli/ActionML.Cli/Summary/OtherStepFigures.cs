namespace ActionML.Cli;

/// <summary>The comparison repeated with models of another step.</summary>
internal sealed record OtherStepFigures
{
    /// <summary>The step h.</summary>
    public double TimeStep { get; init; }

    /// <summary>Training of these models.</summary>
    public TrainingFigures? Training { get; init; }

    /// <summary>The integrators at this step, by key.</summary>
    public Dictionary<string, IntegratorFigures> Integrators { get; init; } = [];
}

namespace ActionML.Cli;

/// <summary>What <c>actionml eval</c> found.</summary>
internal sealed record EvalResult
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The data.</summary>
    public required string Data { get; init; }

    /// <summary>Whether only pairs were used that the training on the same data had held out.</summary>
    public bool HeldOutOfTraining { get; init; }

    /// <summary>Pairs in the data; errors are over an even selection of them.</summary>
    public int Pairs { get; init; }

    /// <summary>Errors of each prediction.</summary>
    public required IReadOnlyList<PairErrorFigures> Errors { get; init; }

    /// <summary>The invariants of the executed step, from the data's first state; null without an action model.</summary>
    public ActionCheckFigures? ActionChecks { get; init; }

    /// <summary>Their bounds.</summary>
    public IReadOnlyList<BoundFigures> Bounds { get; init; } = [];
}

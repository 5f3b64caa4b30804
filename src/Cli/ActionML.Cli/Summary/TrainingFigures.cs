namespace ActionML.Cli;

/// <summary>What training needed and reached. The errors are those of the action model on held-out pairs.</summary>
internal sealed record TrainingFigures
{
    /// <summary>Wall-clock seconds of training both models.</summary>
    public double Seconds { get; init; }

    /// <summary>Training pairs of states one step apart.</summary>
    public int Pairs { get; init; }

    /// <summary>Pairs left out because their change was extreme (closest encounters).</summary>
    public int OutliersLeftOut { get; init; }

    /// <summary>Root-mean-square error of the components of Δq on held-out pairs.</summary>
    public double RmseDeltaPositions { get; init; }

    /// <summary>Root-mean-square error of the components of Δp on held-out pairs.</summary>
    public double RmseDeltaMomenta { get; init; }

    /// <summary>The same of the direct model.</summary>
    public double? DirectRmseDeltaPositions { get; init; }

    /// <summary>The same of the direct model.</summary>
    public double? DirectRmseDeltaMomenta { get; init; }

    /// <summary>Optimizer iterations of the action model.</summary>
    public long Iterations { get; init; }

    /// <summary>Optimizer iterations of the direct model.</summary>
    public long DirectIterations { get; init; }
}

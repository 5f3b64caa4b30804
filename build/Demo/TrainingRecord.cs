using ActionML.Cli;

namespace ActionML.Demo;

/// <summary>What is kept of a training for later runs.</summary>
internal sealed record TrainingRecord
{
    /// <summary>The numbers.</summary>
    public required TrainingFigures Figures { get; init; }

    /// <summary>The course.</summary>
    public List<TrainingSeries> Series { get; init; } = [];

    /// <summary>Takes what is needed from a result.</summary>
    public static TrainingRecord Of(TrainResult result)
    {
        TrainedModelFigures action = result.Models.Single(m => m.Kind == "action");
        TrainedModelFigures direct = result.Models.Single(m => m.Kind == "direct");
        return new TrainingRecord
        {
            Figures = new TrainingFigures
            {
                Seconds = result.Seconds,
                Pairs = result.Pairs,
                OutliersLeftOut = result.OutliersLeftOut,
                RmseDeltaPositions = action.Errors.RmseDeltaPositions,
                RmseDeltaMomenta = action.Errors.RmseDeltaMomenta,
                DirectRmseDeltaPositions = direct.Errors.RmseDeltaPositions,
                DirectRmseDeltaMomenta = direct.Errors.RmseDeltaMomenta,
                Iterations = action.Iterations,
                DirectIterations = direct.Iterations,
            },
            Series = [.. result.Series],
        };
    }
}

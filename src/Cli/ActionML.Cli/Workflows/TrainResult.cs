using System.Text.Json.Serialization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>What a training reached.</summary>
internal sealed record TrainResult
{
    /// <summary>The model directory.</summary>
    public required string Out { get; init; }

    /// <summary>The step h, in the unit that users see.</summary>
    public double TimeStep { get; init; }

    /// <summary><c>fs</c>, or empty.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary>Frames between the two states of a pair.</summary>
    public int Lag { get; init; }

    /// <summary>Pairs trained on.</summary>
    public int Pairs { get; init; }

    /// <summary>Pairs held out.</summary>
    public int ValidationPairs { get; init; }

    /// <summary>Pairs left out of the training as outliers.</summary>
    public int OutliersLeftOut { get; init; }

    /// <summary>Wall-clock seconds from reading the data to the last model.</summary>
    public double Seconds { get; init; }

    /// <summary>Each model.</summary>
    public required IReadOnlyList<TrainedModelFigures> Models { get; init; }

    /// <summary>Doubts about the data, each a sentence; empty when there are none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The file of the trained models.</summary>
    public string? SavedAs { get; init; }

    /// <summary>The course of the training, for the report.</summary>
    [JsonIgnore]
    public IReadOnlyList<TrainingSeries> Series { get; init; } = [];
}

/// <summary>One trained model. Errors are on held-out pairs.</summary>
/// <param name="Kind">Action or direct.</param>
/// <param name="Iterations">Optimizer iterations.</param>
/// <param name="Seconds">Seconds of its training loop.</param>
/// <param name="Engine">What executed it, and where.</param>
/// <param name="Errors">Errors of the components of Δq and Δp, in the units of the data.</param>
internal sealed record TrainedModelFigures(string Kind, long Iterations, double Seconds, string Engine, PairErrorFigures Errors);

using System.Text.Json.Serialization;

namespace ActionML.Samples.Server;

/// <summary>One line of the answer: a frame, in the units of the model, or why there are no more.</summary>
internal sealed record FrameLine
{
    /// <summary>Steps since the start.</summary>
    public long Step { get; init; }

    /// <summary>Simulated time.</summary>
    public double Time { get; init; }

    /// <summary>Positions, particle after particle, D components each.</summary>
    public double[]? Positions { get; init; }

    /// <summary>Momenta, particle after particle, D components each.</summary>
    public double[]? Momenta { get; init; }

    /// <summary>Evaluations of the model up to here.</summary>
    public long Evaluations { get; init; }

    /// <summary>Why the simulation ended before its last step; the last line.</summary>
    public string? Error { get; init; }
}

/// <summary>Serialization without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FrameLine))]
internal sealed partial class ServerJson : JsonSerializerContext;

using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>How a graph becomes an ONNX model.</summary>
public sealed record OnnxOptions
{
    /// <summary>The type of every real tensor.</summary>
    public ModelPrecision Precision { get; init; } = ModelPrecision.Single;

    /// <summary>Parameter values to store in the file; null makes parameters inputs, as training needs them.</summary>
    public ParameterStore? Parameters { get; init; }

    /// <summary>Fixed numbers of particles and neighbors; null leaves both open.</summary>
    public (int Particles, int Neighbors)? Sizes { get; init; }

    /// <summary>
    /// Particles to evaluate at a time, so that their edges stay in the processor's cache, where <see cref="Sizes"/> are open and nothing is summed over particles; null for all at once.
    /// </summary>
    public int? Chunk { get; init; }

    /// <summary>Metadata entries of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>A sentence for people who open the file.</summary>
    public string Description { get; init; } = "";
}

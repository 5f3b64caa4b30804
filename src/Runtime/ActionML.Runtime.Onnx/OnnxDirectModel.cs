using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>A direct model in an ONNX file, run by ONNX Runtime. Not thread-safe: load one per thread.</summary>
public sealed class OnnxDirectModel : IDirectModel
{
    private readonly OnnxEvaluator _evaluator;

    private OnnxDirectModel(InferenceSession session, ModelManifest manifest)
    {
        Manifest = manifest;
        _evaluator = OnnxEvaluator.Create(session, manifest);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest { get; }

    /// <summary>Loads a direct model.</summary>
    /// <param name="path">An ONNX file or a model directory.</param>
    /// <param name="options">Precision and threads; null for the defaults.</param>
    /// <exception cref="FileException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The file is not a direct model of a format that this version knows.</exception>
    public static OnnxDirectModel Load(string path, OnnxModelOptions? options = null)
    {
        options ??= new OnnxModelOptions();
        (InferenceSession session, ModelManifest manifest) =
            OnnxModelFile.Open(OnnxModelFile.Find(path, ModelKind.Direct, options.Precision), ModelKind.Direct, options);
        return new OnnxDirectModel(session, manifest);
    }

    /// <summary>Loads a direct model from the content of its file.</summary>
    /// <param name="content">What the file holds.</param>
    /// <param name="name">Where it comes from, for messages.</param>
    /// <param name="options">Threads; null for the defaults. The content has one precision.</param>
    /// <exception cref="FileException">The content cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The content is not a direct model of a format that this version knows.</exception>
    public static OnnxDirectModel Load(byte[] content, string name, OnnxModelOptions? options = null)
    {
        (InferenceSession session, ModelManifest manifest) =
            OnnxModelFile.Open(content, name, ModelKind.Direct, options ?? new OnnxModelOptions());
        return new OnnxDirectModel(session, manifest);
    }

    /// <inheritdoc/>
    public void Bind(ParticleSystem system) => _evaluator.Bind(system.Masses, Manifest.SpeciesOf(system));

    /// <inheritdoc/>
    public void Predict(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => _evaluator.Run(neighbors, displacements, momenta, deltaPositions, deltaMomenta);

    /// <summary>Releases the session and its buffers.</summary>
    public void Dispose() => _evaluator.Dispose();
}

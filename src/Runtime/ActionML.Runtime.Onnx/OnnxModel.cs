using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>A model in an ONNX file, run by ONNX Runtime. Not thread-safe: load one per thread.</summary>
public abstract class OnnxModel : IDynamicsModel
{
    private readonly OnnxEvaluator _evaluator;

    private protected OnnxModel((InferenceSession Session, ModelManifest Manifest) opened)
    {
        Manifest = opened.Manifest;
        _evaluator = OnnxEvaluator.Create(opened.Session, opened.Manifest);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest { get; }

    /// <inheritdoc/>
    public void Bind(ParticleSystem system) => _evaluator.Bind(system.Masses, Manifest.SpeciesOf(system));

    /// <summary>Releases the session and its buffers.</summary>
    public void Dispose()
    {
        _evaluator.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Run(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => 
        _evaluator.Run(neighbors, displacements, momenta, directionPositions, directionMomenta, deltaPositions, deltaMomenta);
}

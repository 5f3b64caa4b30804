using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>
/// A model in an ONNX file, run by ONNX Runtime. Not thread-safe: one per thread, loaded or shared (<c>Share</c>).
/// </summary>
public abstract class OnnxModel : IDynamicsModel
{
    private readonly SharedSession _session;
    private readonly OnnxEvaluator _evaluator;
    private bool _isDisposed;

    private protected OnnxModel((InferenceSession Session, ModelManifest Manifest) opened)
        : this(new SharedSession(opened.Session), opened.Manifest)
    {
    }

    private protected OnnxModel(OnnxModel other)
        : this(other._session.Use(), other.Manifest)
    {
    }

    private OnnxModel(SharedSession session, ModelManifest manifest)
    {
        _session = session;
        Manifest = manifest;
        _evaluator = OnnxEvaluator.Create(session, manifest);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest { get; }

    /// <summary>The session.</summary>
    internal SharedSession Session => _session;

    /// <inheritdoc/>
    public void Bind(ParticleSystem system) => _evaluator.Bind(system.Masses, Manifest.SpeciesOf(system));

    /// <summary>Releases the buffers, and the session with the last model that uses it.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _evaluator.Dispose();
        }

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

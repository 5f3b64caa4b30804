namespace ActionML.Runtime.Onnx;

/// <summary>
/// A model in an ONNX file, run by ONNX Runtime. Not thread-safe: one per thread, loaded or shared (<c>Share</c>).
/// </summary>
public abstract class OnnxModel : IDynamicsModel
{
    private readonly SharedSession _session;
    private readonly OnnxEvaluator _evaluator;
    private bool _isDisposed;

    private protected OnnxModel(OpenedModel opened)
        : this(new SharedSession(opened))
    {
    }

    private protected OnnxModel(OnnxModel other)
        : this(other._session.Use())
    {
    }

    private OnnxModel(SharedSession session)
    {
        _session = session;
        _evaluator = OnnxEvaluator.Create(session);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest => _session.Manifest;

    /// <summary>
    /// How many evaluations of this model and those that share its session run at one time since the device had too little
    /// memory for more (<see cref="OutOfMemoryPolicy.Halve"/>); null where it always had enough.
    /// </summary>
    public int? MostAtOnce => _session.MostAtOnce;

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

namespace ActionML.Runtime.Tests;

/// <summary>Another action whose outputs are changed: noise, NaN, rounding to float, broken symmetry.</summary>
internal sealed class WrappedAction(IActionModel inner, Action<int, double[], double[]> change) : IActionModel
{

    public ModelManifest Manifest { get; init; } = inner.Manifest;

    public int Evaluations { get; private set; }

    public void Bind(ParticleSystem system) => inner.Bind(system);

    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        inner.Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);
        double[] q = deltaPositions.ToArray();
        double[] p = deltaMomenta.ToArray();
        change(++Evaluations, q, p);
        q.CopyTo(deltaPositions);
        p.CopyTo(deltaMomenta);
    }

    public void Dispose()
    {
    }
}

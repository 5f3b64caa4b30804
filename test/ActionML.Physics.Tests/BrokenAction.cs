using ActionML.Runtime;

namespace ActionML.Physics.Tests;

/// <summary>An action model whose Δp has a part that is no gradient: a swirl, as a network that predicts forces directly may learn.</summary>
internal sealed class BrokenAction(IActionModel inner, double strength) : IActionModel
{
    public ModelManifest Manifest => inner.Manifest;

    public void Bind(ParticleSystem system) => inner.Bind(system);

    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        inner.Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);
        int d = neighbors.Dimension;
        for (int i = 0; i < neighbors.Count; i++)
        {
            double x = neighbors.Reference[i * d] + displacements[i * d];
            double y = neighbors.Reference[(i * d) + 1] + displacements[(i * d) + 1];
            deltaMomenta[i * d] -= strength * y;
            deltaMomenta[(i * d) + 1] += strength * x;
        }
    }

    public void Dispose() => inner.Dispose();
}

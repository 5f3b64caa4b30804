namespace ActionML.Runtime.Tests;

/// <summary>Another action less ½c Σ over pairs of (xᵢ − xⱼ)²: translation-invariant and even in the momenta, but not invariant under rotation.</summary>
internal sealed class AnisotropicAction(IActionModel inner, double strength) : IActionModel
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
            for (int j = 0; j < neighbors.Count; j++)
            {
                double x = neighbors.Reference[i * d] + displacements[i * d] - neighbors.Reference[j * d] - displacements[j * d];
                deltaMomenta[i * d] -= strength * x;
            }
        }
    }

    public void Dispose() => inner.Dispose();
}

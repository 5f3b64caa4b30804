namespace ActionML.Runtime.Tests;

/// <summary>Several systems of three bodies as one: each block of three particles is evaluated by itself.</summary>
internal sealed class BlockAction(IActionModel one, List<int> batches) : IActionModel
{
    private readonly NeighborList _list = NeighborList.AllPairs(3, 2);
    private readonly double[] _positions = new double[6];
    private int _blocks;

    public ModelManifest Manifest => one.Manifest;

    public void Bind(ParticleSystem system) => _blocks = system.Count / 3;

    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        batches.Add(_blocks);
        for (int block = 0; block < _blocks; block++)
        {
            int first = 6 * block;
            for (int i = 0; i < 6; i++)
            {
                _positions[i] = neighbors.Reference[first + i] + displacements[first + i];
            }

            one.Evaluate(_list, _positions, momenta.Slice(first, 6), deltaPositions.Slice(first, 6), deltaMomenta.Slice(first, 6));
        }
    }

    public void Dispose()
    {
    }
}

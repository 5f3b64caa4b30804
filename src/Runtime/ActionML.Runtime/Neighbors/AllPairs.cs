namespace ActionML.Runtime;

/// <summary>
/// Every particle sees every other one: isolated systems without a cutoff. The reference moves to the start of each
/// step, so that displacements stay small and a float model does not feel where the system is.
/// </summary>
public sealed class AllPairs(int count, int dimension) : INeighborSource
{
    private readonly NeighborList _list = NeighborList.AllPairs(count, dimension);

    /// <inheritdoc/>
    public NeighborList Update(ReadOnlySpan<double> positions)
    {
        _list.MoveReference(positions);
        return _list;
    }

    /// <inheritdoc/>
    public bool Covers(ReadOnlySpan<double> positions) => true;
}

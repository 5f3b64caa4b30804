namespace ActionML.Runtime;

/// <summary>
/// Every particle sees every other one: isolated systems without a cutoff. The reference moves with each step, so that
/// displacements stay small and a model does not feel where the system is.
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

    /// <summary>
    /// Whether no particle is further from its reference than the system is wide: beyond, relative positions lose digits. A
    /// direct model that predicts 1e8 in a close encounter once left 1e-8 of them, in steps that counted as solved to 1e-9.
    /// </summary>
    /// <param name="positions">Positions, [N, D].</param>
    public bool Covers(ReadOnlySpan<double> positions)
    {
        double displacement = 0;
        double width = 0;
        for (int c = 0; c < dimension; c++)
        {
            double least = double.PositiveInfinity;
            double most = double.NegativeInfinity;
            for (int i = c; i < positions.Length; i += dimension)
            {
                least = Math.Min(least, positions[i]);
                most = Math.Max(most, positions[i]);
                displacement = Math.Max(displacement, Math.Abs(positions[i] - _list.Reference[i]));
            }

            width = Math.Max(width, most - least);
        }

        return displacement <= width;
    }
}

namespace ActionML.Runtime;

/// <summary>Supplies the neighbor list that a model is evaluated with. It stays fixed while a step is solved for.</summary>
public interface INeighborSource
{
    /// <summary>The list for these unwrapped positions [N, D].</summary>
    NeighborList Update(ReadOnlySpan<double> positions);

    /// <summary>Whether the list last returned misses no pair that a model would see at these positions [N, D].</summary>
    bool Covers(ReadOnlySpan<double> positions);
}

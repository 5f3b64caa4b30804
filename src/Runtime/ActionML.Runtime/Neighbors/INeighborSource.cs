namespace ActionML.Runtime;

/// <summary>Supplies the neighbor list of a step. The list stays fixed within a step.</summary>
public interface INeighborSource
{
    /// <summary>The list for a step that starts at these unwrapped positions [N, D].</summary>
    NeighborList Update(ReadOnlySpan<double> positions);
}

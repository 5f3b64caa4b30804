namespace ActionML.Runtime;

/// <summary>
/// A generating function S(q̄, p̄) of midpoint type, through its gradient. One step of the map it generates is
/// q' = q + ∂S/∂p̄, p' = p − ∂S/∂q̄ at x̄ = (x + x')/2: symplectic for any smooth S (arXiv 2508.01068).
/// </summary>
public interface IActionModel : IDynamicsModel
{
    /// <summary>Evaluates Δ = (∂S/∂p̄, −∂S/∂q̄) at a midpoint, for the system last bound.</summary>
    /// <param name="neighbors">The neighbor list of the step.</param>
    /// <param name="displacements">Midpoint positions measured from the list's reference, [N, D].</param>
    /// <param name="momenta">Midpoint momenta p̄, [N, D].</param>
    /// <param name="deltaPositions">Receives Δq = ∂S/∂p̄, [N, D].</param>
    /// <param name="deltaMomenta">Receives Δp = −∂S/∂q̄, [N, D].</param>
    void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta);
}

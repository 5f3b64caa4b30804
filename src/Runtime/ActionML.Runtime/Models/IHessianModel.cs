namespace ActionML.Runtime;

/// <summary>
/// Products of the Hessian of a generating function S with a direction: how Δ = (∂S/∂p̄, −∂S/∂q̄) changes with the midpoint.
/// What Newton's method, a test of the symmetry of ∇²S and an estimate of a step's stiffness need.
/// </summary>
public interface IHessianModel : IDynamicsModel
{
    /// <summary>δΔ = J∇²S(x̄)·δx̄ with J(a, b) = (b, −a), for the system last bound.</summary>
    /// <param name="neighbors">The neighbor list of the step.</param>
    /// <param name="displacements">Midpoint positions measured from the list's reference, [N, D].</param>
    /// <param name="momenta">Midpoint momenta p̄, [N, D].</param>
    /// <param name="directionPositions">δq̄, [N, D].</param>
    /// <param name="directionMomenta">δp̄, [N, D].</param>
    /// <param name="deltaPositions">Receives δΔq = S_pq δq̄ + S_pp δp̄, [N, D].</param>
    /// <param name="deltaMomenta">Receives δΔp = −S_qq δq̄ − S_qp δp̄, [N, D].</param>
    void Multiply(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta);
}

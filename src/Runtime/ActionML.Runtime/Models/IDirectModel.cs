namespace ActionML.Runtime;

/// <summary>
/// A direct prediction of the step, (Δq, Δp) from x itself: explicit and cheap, without any structure. Alone it
/// drifts; as the first guess of the corrector it saves evaluations.
/// </summary>
public interface IDirectModel : IDynamicsModel
{
    /// <summary>Predicts (Δq, Δp) from the start of the step, for the system last bound.</summary>
    /// <param name="neighbors">The neighbor list of the step.</param>
    /// <param name="displacements">Positions measured from the list's reference, [N, D].</param>
    /// <param name="momenta">Momenta p, [N, D].</param>
    /// <param name="deltaPositions">Receives the predicted Δq, [N, D].</param>
    /// <param name="deltaMomenta">Receives the predicted Δp, [N, D].</param>
    void Predict(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta);
}

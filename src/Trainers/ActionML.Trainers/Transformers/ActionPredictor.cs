using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Solves the implicit midpoint equation of an action model, from free flight as the first guess.</summary>
internal sealed class ActionPredictor(IActionModel model, CorrectorOptions options) : StepPredictor(model)
{
    private Corrector? _corrector;

    /// <inheritdoc/>
    protected override void Bind(ParticleSystem system) => _corrector = new Corrector(model, system, options);

    /// <inheritdoc/>
    protected override bool TryPredict(PhasePoint state, NeighborList neighbors, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        // No warm start: a row's prediction must not depend on the rows before it.
        CorrectorResult result = _corrector!.Solve(state, neighbors, [], [], deltaPositions, deltaMomenta);
        return result.Status == CorrectorStatus.Converged;
    }
}

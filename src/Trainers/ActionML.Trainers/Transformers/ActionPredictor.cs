using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Solves the implicit midpoint equation of an action model, from free flight as the first guess.</summary>
internal sealed class ActionPredictor(IActionModel model, CorrectorOptions options) : StepPredictor(model)
{
    private SymplecticStepper? _stepper;

    // No warm start: a row's prediction must not depend on the rows before it.
    /// <inheritdoc/>
    protected override void Bind(ParticleSystem system, INeighborSource neighbors) => _stepper = new SymplecticStepper(
        system, model, neighbors, new SymplecticStepperOptions { Corrector = options, WarmStart = WarmStart.None });

    /// <inheritdoc/>
    protected override bool TryPredict(PhasePoint state, Span<double> deltaPositions, Span<double> deltaMomenta) =>
        _stepper!.Predict(state, deltaPositions, deltaMomenta).IsConverged;
}

using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Evaluates a direct model at the start of the step.</summary>
internal sealed class DirectPredictor(IDirectModel model) : StepPredictor(model)
{
    private double[] _displacements = [];
    private INeighborSource? _neighbors;

    /// <inheritdoc/>
    protected override void Bind(ParticleSystem system, INeighborSource neighbors)
    {
        model.Bind(system);
        _neighbors = neighbors;
        _displacements = new double[system.Coordinates];
    }

    /// <inheritdoc/>
    protected override bool TryPredict(PhasePoint state, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        NeighborList neighbors = _neighbors!.Update(state.Positions);
        for (int i = 0; i < _displacements.Length; i++)
        {
            _displacements[i] = state.Positions[i] - neighbors.Reference[i];
        }

        model.Predict(neighbors, _displacements, state.Momenta, deltaPositions, deltaMomenta);
        return true;
    }
}

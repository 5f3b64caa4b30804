using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Predicts one step of length h from single states, with one instance of a model. For one thread.</summary>
internal abstract class StepPredictor(IDynamicsModel model)
{
    private ParticleSystem? _system;
    private AllPairs? _neighbors;

    /// <summary>The instance of the model.</summary>
    public IDynamicsModel Model { get; } = model;

    /// <summary>Predicts Δq and Δp, [N, D]; false when there is no prediction.</summary>
    /// <exception cref="ModelMismatchException">The model was not trained for such a system.</exception>
    public bool TryPredict(ParticleSystem system, double[]? cell, PhasePoint state, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        if (cell is not null || Model.Manifest.Cutoff is not null)
        {
            throw new ModelMismatchException(cell is null
                ? FormattableString.Invariant($"The model has a cutoff of {Model.Manifest.Cutoff}; this version predicts with models in which every pair counts. Train a model without a cutoff.")
                : "The row has a periodic cell; this version predicts isolated systems only. Leave the cell out if the system is isolated.");
        }

        if (!ReferenceEquals(system, _system))
        {
            Bind(system);
            _system = system;
            _neighbors = new AllPairs(system.Count, system.Dimension);
        }

        return TryPredict(state, _neighbors!.Update(state.Positions), deltaPositions, deltaMomenta);
    }

    /// <summary>Prepares for another system.</summary>
    protected abstract void Bind(ParticleSystem system);

    /// <summary>Predicts for the system last bound.</summary>
    protected abstract bool TryPredict(PhasePoint state, NeighborList neighbors, Span<double> deltaPositions, Span<double> deltaMomenta);
}

using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Predicts one step of length h from single states, with one instance of a model. For one thread.</summary>
internal abstract class StepPredictor(IDynamicsModel model) : IDisposable
{
    private ParticleSystem? _system;
    private AllPairs? _neighbors;

    /// <summary>Predicts Δq and Δp, [N, D]; false when there is no prediction.</summary>
    /// <exception cref="ModelMismatchException">The model was not trained for such a system.</exception>
    public bool TryPredict(ParticleSystem system, double[]? cell, PhasePoint state, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        if (cell is not null || model.Manifest.Cutoff is not null)
        {
            throw new ModelMismatchException(cell is null
                ? FormattableString.Invariant($"The model has a cutoff of {model.Manifest.Cutoff}; this version predicts with models in which every pair counts. Train a model without a cutoff.")
                : "The row has a periodic cell; this version predicts isolated systems only. Leave the cell out if the system is isolated.");
        }

        if (_system is null || !IsSame(system, _system))
        {
            _system = null;
            Bind(system);
            _neighbors = new AllPairs(system.Count, system.Dimension);
        }

        _system = system;

        return TryPredict(state, _neighbors!.Update(state.Positions), deltaPositions, deltaMomenta);
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => model.Dispose();

    /// <summary>Prepares for another system.</summary>
    protected abstract void Bind(ParticleSystem system);

    /// <summary>Predicts for the system last bound.</summary>
    protected abstract bool TryPredict(PhasePoint state, NeighborList neighbors, Span<double> deltaPositions, Span<double> deltaMomenta);

    // Cursors take turns with a predictor, and each has an instance of the system of its own.
    private static bool IsSame(ParticleSystem a, ParticleSystem b) =>
        ReferenceEquals(a, b) || (a.Masses.SequenceEqual(b.Masses) && a.Kinds.SequenceEqual(b.Kinds));
}

using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Predicts one step of length h from single states, with one instance of a model. For one thread.</summary>
internal abstract class StepPredictor(IDynamicsModel model) : IDisposable
{
    private ParticleSystem? _system;
    private double[]? _cell;

    /// <summary>Predicts Δq and Δp, [N, D]; false when there is no prediction.</summary>
    /// <exception cref="ModelMismatchException">The model was not trained for such a system.</exception>
    /// <exception cref="DataException">Two particles are on top of each other, or the cell is too small.</exception>
    public bool TryPredict(ParticleSystem system, double[]? cell, PhasePoint state, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        if (_system is null || !IsSame(system, _system) || !cell.AsSpan().SequenceEqual(_cell))
        {
            _system = null;
            Bind(system, cell is null ? new AllPairs(system.Count, system.Dimension) : Periodic(system, cell));
            _cell = cell;
        }

        _system = system;
        return TryPredict(state, deltaPositions, deltaMomenta);
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => model.Dispose();

    /// <summary>Prepares for another system.</summary>
    protected abstract void Bind(ParticleSystem system, INeighborSource neighbors);

    /// <summary>Predicts for the system last bound.</summary>
    protected abstract bool TryPredict(PhasePoint state, Span<double> deltaPositions, Span<double> deltaMomenta);

    private PeriodicNeighbors Periodic(ParticleSystem system, double[] cell)
    {
        double cutoff = model.Manifest.Cutoff ?? throw new ModelMismatchException(
            "The row has a periodic cell; the model was trained on isolated systems, in which every pair counts. Leave the cell out if the system is isolated, or train a model with a cutoff.");
        return system.Dimension == 3
            ? new PeriodicNeighbors(new Cell(cell), system.Count, cutoff, PeriodicNeighbors.ModelSkin)
            : throw new ModelMismatchException($"The row has a periodic cell and {system.Dimension} dimensions; periodic systems have three.");
    }

    // Cursors take turns with a predictor, and each has an instance of the system of its own.
    private static bool IsSame(ParticleSystem a, ParticleSystem b) =>
        ReferenceEquals(a, b) || (a.Masses.SequenceEqual(b.Masses) && a.Kinds.SequenceEqual(b.Kinds));
}

namespace ActionML.Runtime;

/// <summary>
/// Records the total energy of a run: the relative error against its start at every call, the largest error, the
/// drift, and when the run was lost.
/// </summary>
/// <param name="potential">The potential energy.</param>
/// <param name="lostError">The run is lost when its relative energy error exceeds this.</param>
/// <param name="lostDistance">The run is lost when two particles are further apart than this.</param>
/// <param name="stopWhenLost">Whether a lost run ends (<see cref="Simulation.RequestStop"/>).</param>
public sealed class EnergyObserver(
    IPotential potential,
    double lostError = double.PositiveInfinity,
    double lostDistance = double.PositiveInfinity,
    bool stopWhenLost = false) : ISimulationObserver, ICheckpointState
{
    private readonly List<double> _times = [];
    private readonly List<double> _errors = [];
    private double[] _forces = [];

    /// <summary>The total energy at the first call.</summary>
    public double StartEnergy { get; private set; }

    /// <summary>The times of the calls, in model units.</summary>
    public IReadOnlyList<double> Times => _times;

    /// <summary>(E(t) − E(0))/|E(0)| at <see cref="Times"/>; the plain difference where E(0) is 0.</summary>
    public IReadOnlyList<double> RelativeErrors => _errors;

    /// <summary>The largest absolute relative error.</summary>
    public double MaxRelativeError { get; private set; }

    /// <summary>The time at which the run was lost; null while it is not.</summary>
    public double? LostAt { get; private set; }

    /// <summary>The least-squares slope of the relative error over time; 0 with fewer than two records.</summary>
    public double DriftPerTime
    {
        get
        {
            if (_times.Count < 2)
            {
                return 0;
            }

            // Deviations from the means: plain sums of t² and t·e cancel after many records.
            double meanTime = _times.Average();
            double meanError = _errors.Average();
            double product = 0;
            double spread = 0;
            for (int i = 0; i < _times.Count; i++)
            {
                double t = _times[i] - meanTime;
                product += t * (_errors[i] - meanError);
                spread += t * t;
            }

            return product / spread;
        }
    }

    /// <inheritdoc/>
    public void Observe(Simulation simulation)
    {
        PhasePoint state = simulation.State;
        if (_forces.Length != state.Positions.Length)
        {
            _forces = new double[state.Positions.Length];
        }

        double energy = Observables.KineticEnergy(simulation.System, state) + potential.Evaluate(state.Positions, _forces);
        if (_times.Count == 0)
        {
            StartEnergy = energy;
        }

        double error = (energy - StartEnergy) / (StartEnergy == 0 ? 1 : Math.Abs(StartEnergy));
        _times.Add(simulation.Time);
        _errors.Add(error);

        // Written so that an energy that is not a number counts as infinitely wrong.
        double size = double.IsNaN(error) ? double.PositiveInfinity : Math.Abs(error);
        MaxRelativeError = Math.Max(MaxRelativeError, size);
        if (LostAt is null && (size > lostError || IsTooFar(state)))
        {
            LostAt = simulation.Time;
            if (stopWhenLost)
            {
                simulation.RequestStop(FormattableString.Invariant(
                    $"The run was lost at time {simulation.Time:G6}: its relative energy error is {error:E1} (limit {lostError:G3}), its largest pair distance {Observables.PairDistances(state).Largest:G4} (limit {lostDistance:G3})."));
            }
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(StartEnergy);
        writer.Write(MaxRelativeError);
        writer.Write(LostAt ?? double.NaN);
        writer.Write(_times.Count);
        for (int i = 0; i < _times.Count; i++)
        {
            writer.Write(_times[i]);
            writer.Write(_errors[i]);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        StartEnergy = reader.ReadDouble();
        MaxRelativeError = reader.ReadDouble();
        double lost = reader.ReadDouble();
        LostAt = double.IsNaN(lost) ? null : lost;
        _times.Clear();
        _errors.Clear();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            _times.Add(reader.ReadDouble());
            _errors.Add(reader.ReadDouble());
        }
    }

    private bool IsTooFar(PhasePoint state) =>
        double.IsFinite(lostDistance) && Observables.PairDistances(state).Largest > lostDistance;
}

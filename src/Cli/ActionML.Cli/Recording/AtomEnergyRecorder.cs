using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Follows the total energy per atom of a run: its largest change, its drift, when the run was lost, and its course.</summary>
internal sealed class AtomEnergyRecorder : ICheckpointState
{
    /// <summary>A run is lost when its energy per atom has changed by more, in eV: far above what heating does.</summary>
    public const double LostChange = 1;

    private const double Milli = 1000;

    private readonly ParticleSystem _system;
    private readonly IPotential? _potential;
    private readonly double[] _forces;
    private readonly LeastSquaresSlope _slope = new();
    private readonly MeanCourse _course;
    private double _start;

    /// <summary>Creates a recorder.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="potential">The potential energy; null when it is not known, then only the kinetic energy is followed to see whether the run is lost.</param>
    /// <param name="duration">How long the run will last, in model units.</param>
    public AtomEnergyRecorder(ParticleSystem system, IPotential? potential, double duration)
    {
        _system = system;
        _potential = potential;
        _forces = new double[system.Coordinates];
        _course = new MeanCourse(duration);
    }

    /// <summary>max |E(t) − E(0)|/N so far in meV; NaN without a potential.</summary>
    public double Largest { get; private set; }

    /// <summary>The latest (E(t) − E(0))/N in meV; NaN without a potential.</summary>
    public double Latest { get; private set; } = double.NaN;

    /// <summary>Least-squares slope of E(t)/N, in meV/ps; NaN without a potential.</summary>
    public double Drift => _potential is null ? double.NaN : _slope.Value / (TimeStep.FemtosecondsPerAtomisticUnit * 1e-3);

    /// <summary>When the run was lost; null while it is not.</summary>
    public double? LostAt { get; private set; }

    /// <summary>Follows a state; the first one gives E(0).</summary>
    public void Observe(double time, PhasePoint state)
    {
        double energy = Observables.KineticEnergy(_system, state) + (_potential?.Evaluate(state.Positions, _forces) ?? 0);
        if (time == 0)
        {
            _start = energy;
            Largest = _potential is null ? double.NaN : 0;
        }

        double change = (energy - _start) / _system.Count;
        if (!(Math.Abs(change) <= LostChange))
        {
            End(time);
        }

        if (_potential is not null)
        {
            Latest = Milli * change;
            Largest = Math.Max(Largest, double.IsNaN(change) ? double.PositiveInfinity : Math.Abs(Latest));
            _slope.Add(time, Latest);
            _course.Add(time, Latest);
        }
    }

    /// <summary>Notes that the run is lost.</summary>
    public void End(double time) => LostAt ??= time;

    /// <summary>The course of the change of energy: times in fs, and meV per atom; empty without a potential.</summary>
    public (double[] Time, double[] Energy) Course() => _course.Values(TimeStep.FemtosecondsPerAtomisticUnit);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_start);
        writer.Write(Largest);
        writer.Write(Latest);
        writer.Write(LostAt ?? double.NaN);
        _slope.Save(writer);
        _course.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _start = reader.ReadDouble();
        Largest = reader.ReadDouble();
        Latest = reader.ReadDouble();
        double lost = reader.ReadDouble();
        LostAt = double.IsNaN(lost) ? null : lost;
        _slope.Load(reader);
        _course.Load(reader);
    }
}

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Follows the relative energy error of a run: its largest value, its drift, when it was lost, and its course.</summary>
internal sealed class EnergyRecorder : ICheckpointState
{
    /// <summary>A run is lost when its relative energy error exceeds this.</summary>
    public const double LostError = 0.1;

    /// <summary>A run is lost when two particles are further apart.</summary>
    public const double LostDistance = 10;

    private const int Buckets = 500;

    private readonly ParticleSystem _system;
    private readonly IPotential? _potential;
    private readonly double _duration;
    private readonly double[] _forces;
    private readonly double[] _largest = new double[Buckets];
    private readonly LeastSquaresSlope _slope = new();
    private double _start;

    /// <summary>Creates a recorder.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="potential">The potential energy; null when it is not known, then only distances are followed.</param>
    /// <param name="duration">How long the run will last.</param>
    public EnergyRecorder(ParticleSystem system, IPotential? potential, double duration)
    {
        _system = system;
        _potential = potential;
        _duration = duration;
        _forces = new double[system.Coordinates];
        Array.Fill(_largest, double.NaN);
    }

    /// <summary>max |E(t) − E(0)| / |E(0)| so far; NaN without a potential.</summary>
    public double Largest { get; private set; }

    /// <summary>Least-squares slope of the signed relative error.</summary>
    public double Drift => _potential is null ? double.NaN : _slope.Value;

    /// <summary>When the run was lost; null while it is not.</summary>
    public double? LostAt { get; private set; }

    /// <summary>Whether energies are known.</summary>
    public bool HasEnergy => _potential is not null;

    /// <summary>Begins with the initial state.</summary>
    public void Start(PhasePoint state)
    {
        _start = Energy(state);
        Largest = _potential is null ? double.NaN : 0;
        _slope.Add(0, 0);
    }

    /// <summary>Follows a state.</summary>
    public void Observe(double time, PhasePoint state)
    {
        double error = 0;
        if (_potential is not null)
        {
            error = (Energy(state) - _start) / Math.Abs(_start);
            double size = double.IsNaN(error) ? double.PositiveInfinity : Math.Abs(error);
            Largest = Math.Max(Largest, size);
            _slope.Add(time, error);
            int bucket = Math.Clamp((int)(time / _duration * Buckets), 0, Buckets - 1);
            _largest[bucket] = double.IsNaN(_largest[bucket]) ? size : Math.Max(_largest[bucket], size);
        }

        if (LostAt is null && (!(Math.Abs(error) <= LostError) || LargestDistance(state) > LostDistance))
        {
            LostAt = time;
        }
    }

    /// <summary>Notes that the run ended because no further step could be made.</summary>
    public void End(double time) => LostAt ??= time;

    /// <summary>The course of the error: the end of each interval of time, and the largest error in it.</summary>
    public (double[] Time, double[] Error) Course()
    {
        List<double> time = [];
        List<double> error = [];
        for (int b = 0; b < Buckets; b++)
        {
            if (double.IsFinite(_largest[b]))
            {
                time.Add((b + 1) * _duration / Buckets);
                error.Add(_largest[b]);
            }
        }

        return ([.. time], [.. error]);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_start);
        writer.Write(Largest);
        writer.Write(LostAt ?? double.NaN);
        foreach (double value in _largest)
        {
            writer.Write(value);
        }

        _slope.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _start = reader.ReadDouble();
        Largest = reader.ReadDouble();
        double lost = reader.ReadDouble();
        LostAt = double.IsNaN(lost) ? null : lost;
        for (int b = 0; b < Buckets; b++)
        {
            _largest[b] = reader.ReadDouble();
        }

        _slope.Load(reader);
    }

    private double Energy(PhasePoint state) => _potential is null
        ? double.NaN
        : _potential.Evaluate(state.Positions, _forces) + Observables.KineticEnergy(_system, state);

    // Only small isolated systems fly apart; a large one is not measured pair by pair at every step.
    private double LargestDistance(PhasePoint state) =>
        _system.Units == UnitSystem.Dimensionless && _system.Count <= 64 ? Observables.PairDistances(state).Largest : 0;
}

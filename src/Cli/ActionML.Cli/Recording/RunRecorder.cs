using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Follows a run and sums it up. Part of a checkpoint, so that a restarted run reports the whole.</summary>
internal sealed class RunRecorder : ISimulationObserver, ICheckpointState
{
    private readonly EnergyRecorder _energy;
    private readonly EvaluationRecorder _evaluations;
    private readonly OrbitRecorder _orbits;
    private readonly AtomRecorder? _atoms;
    private readonly double _duration;

    /// <summary>Creates a recorder.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="potential">The potential energy, where known.</param>
    /// <param name="steps">Steps that the run will make.</param>
    /// <param name="step">Their length h, in model units.</param>
    /// <param name="cell">The periodic cell; null for an isolated system.</param>
    /// <param name="bonds">Bond lengths of an atomistic system; null for a default.</param>
    public RunRecorder(ParticleSystem system, IPotential? potential, long steps, double step, Cell? cell = null, BondLengths? bonds = null)
    {
        _duration = steps * step;

        // Energies of atoms are per atom: relative to a total energy, whose zero is arbitrary, they say nothing.
        bool hasAtoms = system.Units == UnitSystem.Atomistic;
        _atoms = hasAtoms ? new AtomRecorder(system, cell, potential, steps, step, bonds) : null;
        _energy = new EnergyRecorder(system, hasAtoms ? null : potential, _duration);
        _evaluations = new EvaluationRecorder(_duration);
        _orbits = new OrbitRecorder(system, OrbitRecorder.StrideFor(steps));
    }

    /// <summary>When the run was lost; null while it is not.</summary>
    public double? LostAt => _atoms is null ? _energy.LostAt : _atoms.LostAt;

    /// <summary>max |E(t) − E(0)| / |E(0)| so far; NaN for atoms.</summary>
    public double LargestEnergyError => _energy.Largest;

    /// <summary>How the run is, in a few words, for progress.</summary>
    public string Latest => _atoms is null ? $"energy error {ProgressText.Short(_energy.Largest)}" : _atoms.Latest;

    /// <summary>Evaluations per step.</summary>
    public double MeanEvaluations => _evaluations.Mean;

    /// <summary>Begins with the initial state.</summary>
    public void Start(PhasePoint state)
    {
        _energy.Start(state);
        _orbits.Observe(0, state);
        _atoms?.Observe(0, 0, state);
    }

    /// <summary>Follows a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="time">Time since the start at its end.</param>
    /// <param name="state">The state at its end.</param>
    /// <param name="report">Its outcome.</param>
    public void Observe(long step, double time, PhasePoint state, StepReport report)
    {
        _energy.Observe(time, state);
        _evaluations.Observe(time, report);
        _orbits.Observe(step, state);
        _atoms?.Observe(step, time, state);
    }

    /// <inheritdoc/>
    void ISimulationObserver.Observe(Simulation simulation)
    {
        if (simulation.Step == 0)
        {
            Start(simulation.State);
        }
        else
        {
            Observe(simulation.Step, simulation.Time, simulation.State, simulation.LastReport);
        }
    }

    /// <summary>Notes that no further step could be made.</summary>
    public void End(double time)
    {
        _energy.End(time);
        _atoms?.End(time);
    }

    /// <summary>The run in numbers.</summary>
    public IntegratorFigures Figures(string name, double step, double seconds) => new()
    {
        Name = name,
        Step = step,
        MaxRelativeEnergyError = _energy.Largest,
        EnergyDriftPerTime = _energy.Drift,
        SurvivedTime = Display(LostAt ?? _duration),
        MeanEvaluationsPerStep = _evaluations.Mean,
        UnconvergedSteps = _evaluations.Unconverged,
        Seconds = seconds,
        Atoms = _atoms?.Figures(),
    };

    /// <summary>The run's course.</summary>
    /// <param name="key">The key of the integrator.</param>
    /// <param name="isImplicit">Whether evaluations differ from step to step.</param>
    public IntegratorSeries Series(string key, bool isImplicit)
    {
        (double[] time, double[] error) = _energy.Course();
        (double[] evaluationTime, double[] mean) = isImplicit ? _evaluations.Course() : ([], []);
        return new IntegratorSeries
        {
            Key = key,
            Time = time,
            EnergyError = error,
            Orbits = _orbits.Orbits(),
            EvaluationCounts = isImplicit ? _evaluations.Counts() : [],
            EvaluationTime = [.. evaluationTime.Select(Display)],
            MeanEvaluations = mean,
            Atoms = _atoms?.Series(),
        };
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _energy.Save(writer);
        _evaluations.Save(writer);
        _orbits.Save(writer);
        _atoms?.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _energy.Load(reader);
        _evaluations.Load(reader);
        _orbits.Load(reader);
        _atoms?.Load(reader);
    }

    // Times as users see them: fs for atoms.
    private double Display(double time) => _atoms is null ? time : time * TimeStep.FemtosecondsPerAtomisticUnit;
}

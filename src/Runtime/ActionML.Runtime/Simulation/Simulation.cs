using System.Diagnostics;

namespace ActionML.Runtime;

/// <summary>
/// A run: a stepper, a state, observers, counters and a random generator, with exact checkpoints. Resumed, a run is
/// the uninterrupted one, bit for bit (on the same machine and engine).
/// </summary>
/// <remarks>
/// Steps, evaluations and unconverged steps are also counted by the meter <c>ActionML.Runtime</c>
/// (System.Diagnostics.Metrics): <c>actionml.steps</c>, <c>actionml.step.evaluations</c>,
/// <c>actionml.steps.unconverged</c>.
/// </remarks>
public sealed class Simulation
{
    private const string CheckpointPurpose = "simulation";

    private readonly List<(ISimulationObserver Observer, long Interval)> _observers = [];
    private readonly SimulationOptions _options;
    private string? _stopReason;
    private bool _begun; // whether the initial state has been observed
    private bool _isLost; // an exception left the last step half made

    /// <summary>Creates a simulation at step 0.</summary>
    /// <param name="stepper">Makes the steps; its history is forgotten. One that needs random numbers takes <see cref="Random"/>.</param>
    /// <param name="state">The initial state, which the simulation takes as its own and changes.</param>
    /// <param name="options">What else belongs to the run.</param>
    /// <exception cref="UsageException">The options are not valid.</exception>
    /// <exception cref="DataException">The state is not finite.</exception>
    /// <exception cref="ArgumentException">The state is of another shape than the stepper's system.</exception>
    public Simulation(IStepper stepper, PhasePoint state, SimulationOptions? options = null)
    {
        _options = options ?? new SimulationOptions();
        _options.Validate();
        stepper.System.RequireShape(state);
        if (!Observables.IsFinite(state))
        {
            throw new DataException("The initial state holds a number that is not finite. Correct the positions and momenta that the run starts from.");
        }

        stepper.ResetHistory();
        Stepper = stepper;
        State = state;
        Random = new DeterministicRandom(_options.Seed);
        if (stepper is IStochasticStepper stochastic)
        {
            stochastic.Random = Random;
        }
    }

    /// <summary>The stepper.</summary>
    public IStepper Stepper { get; }

    /// <summary>Kinds and masses.</summary>
    public ParticleSystem System => Stepper.System;

    /// <summary>The present state.</summary>
    public PhasePoint State { get; }

    /// <summary>The number of steps made since the start of the simulation, those before a resumption included.</summary>
    public long Step { get; private set; }

    /// <summary>The simulated time, step · h, in model units: a product, so that it does not gather rounding.</summary>
    public double Time => Step * Stepper.TimeStep.Value;

    /// <summary>The outcome of the last step.</summary>
    public StepReport LastReport { get; private set; }

    /// <summary>Counts of all steps.</summary>
    public StepStatistics Statistics { get; } = new();

    /// <summary>The random generator of this run, part of its checkpoints.</summary>
    public DeterministicRandom Random { get; }

    /// <summary>Adds an observer. Observers are called in the order in which they were added.</summary>
    /// <param name="observer">The observer.</param>
    /// <param name="interval">Steps between two calls, at least 1.</param>
    /// <returns>This simulation.</returns>
    public Simulation Observe(ISimulationObserver observer, long interval = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1);
        _observers.Add((observer, interval));
        return this;
    }

    /// <summary>Ends the run after the present step. For observers.</summary>
    /// <param name="reason">Why, in a sentence for the user.</param>
    public void RequestStop(string reason) => _stopReason ??= reason;

    /// <summary>Makes steps until a step number is reached.</summary>
    /// <param name="lastStep">The step number at which to end, counted from the start of the simulation.</param>
    /// <param name="progress">Receives reports now and then.</param>
    /// <param name="token">Cancels between two steps.</param>
    /// <returns>How the run ended: completed, or stopped by an observer.</returns>
    /// <exception cref="ConvergenceException">A step could not be made. The state is that before it.</exception>
    /// <exception cref="OperationCanceledException">
    /// The run was cancelled. The state is that of a whole step, and a checkpoint was written if there is a path for it.
    /// </exception>
    public SimulationResult Run(long lastStep, IProgress<SimulationProgress>? progress = null, CancellationToken token = default)
    {
        SimulationResult result = TryRun(lastStep, progress, token);
        return result.End != SimulationEnd.StepRejected ? result : throw new ConvergenceException(result.Reason!);
    }

    /// <summary>As <see cref="Run"/>, but reports <see cref="SimulationEnd.StepRejected"/> instead of throwing.</summary>
    /// <param name="lastStep">The step number at which to end, counted from the start of the simulation.</param>
    /// <param name="progress">Receives reports now and then.</param>
    /// <param name="token">Cancels between two steps.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public SimulationResult TryRun(long lastStep, IProgress<SimulationProgress>? progress = null, CancellationToken token = default)
    {
        var clock = Stopwatch.StartNew();
        long firstStep = Step;
        TimeSpan nextReport = TimeSpan.Zero;
        Begin();
        while (CanGoOn(lastStep))
        {
            if (token.IsCancellationRequested)
            {
                SaveIfAsked();
                token.ThrowIfCancellationRequested();
            }

            if (Advance() is { } reason)
            {
                SaveIfAsked();
                return End(clock.Elapsed, reason);
            }

            if (progress is not null && clock.Elapsed >= nextReport)
            {
                progress.Report(Progress(clock.Elapsed, firstStep, lastStep));
                nextReport = clock.Elapsed + _options.ProgressInterval;
            }
        }

        progress?.Report(Progress(clock.Elapsed, firstStep, lastStep));
        SaveIfAsked();
        return End(clock.Elapsed);
    }

    /// <summary>Writes everything that decides how the run goes on, with exact bits, whole or not at all.</summary>
    /// <param name="path">The file; one of that name is replaced.</param>
    /// <exception cref="FileException">The file cannot be written; one of that name is unchanged.</exception>
    public void SaveCheckpoint(string path)
    {
        var checkpoint = new Checkpoint(CheckpointPurpose, _options.ModelHash);
        checkpoint.Add("run", WriteDescription);
        checkpoint.Add("state", writer =>
        {
            writer.Write(Step);
            writer.Write(_begun);
            writer.WriteNumbers(State.Positions);
            writer.WriteNumbers(State.Momenta);
        });
        foreach ((string name, ICheckpointState part) in Parts())
        {
            checkpoint.Add(name, part.Save);
        }

        checkpoint.Save(path);
    }

    /// <summary>
    /// Takes up a run where its checkpoint left it. The simulation must have been made as the saved one: same system,
    /// method and step, same models, same observers in the same order.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="DataException">The file is not a checkpoint of such a run, is damaged, or of a newer format.</exception>
    /// <exception cref="ModelMismatchException">The run was made with other models.</exception>
    public void LoadCheckpoint(string path)
    {
        Checkpoint checkpoint = Checkpoint.Load(path);
        if (checkpoint.Purpose != CheckpointPurpose)
        {
            throw new DataException(
                $"The checkpoint '{path}' is that of a {checkpoint.Purpose}, not of a simulation. Give the checkpoint of a simulation.");
        }

        if (checkpoint.ModelHash != _options.ModelHash)
        {
            throw new ModelMismatchException(
                $"The checkpoint '{path}' belongs to a run with {Name(checkpoint.ModelHash)}; this run uses {Name(_options.ModelHash)}. Resume with the models of that run, or start a new run from its last frame.");
        }

        checkpoint.Read("run", reader => CheckDescription(reader, path));
        string[] expected = ["run", "state", .. Parts().Select(part => part.Name)];
        if (checkpoint.SectionNames.FirstOrDefault(name => !expected.Contains(name)) is { } unknown)
        {
            throw new DataException(
                $"The checkpoint '{path}' holds the state of '{unknown}', which this run does not have. Resume with the same method and outputs, or start a new run from its last frame.");
        }

        checkpoint.Read("state", reader =>
        {
            Step = reader.ReadInt64();
            _begun = reader.ReadBoolean();
            reader.ReadNumbers(State.Positions);
            reader.ReadNumbers(State.Momenta);
        });
        Stepper.ResetHistory();
        foreach ((string name, ICheckpointState part) in Parts())
        {
            checkpoint.Read(name, part.Load);
        }

        static string Name(string hash) => hash.Length == 0 ? "no models" : $"the models {hash[..Math.Min(12, hash.Length)]}…";
    }

    /// <summary>Shows the observers the initial state, once, and forgets an earlier request to stop.</summary>
    internal void Begin()
    {
        _stopReason = null;
        if (!_begun)
        {
            _begun = true;
            CallObservers();
        }
    }

    /// <summary>Whether there are steps to make, and no observer has asked for the end.</summary>
    internal bool CanGoOn(long lastStep) => Step < lastStep && _stopReason is null;

    /// <summary>Makes a step with all that belongs to it: counts, observers, the checkpoint of an interval.</summary>
    /// <returns>Why it could not be made, in sentences for the user; null when it was.</returns>
    internal string? Advance()
    {
        try
        {
            StepReport report = Stepper.TryStep(State);
            LastReport = report;
            if (report.Outcome == StepOutcome.Rejected)
            {
                return $"Step {Step + 1} (time {TimeText}) could not be made. {report.Reason}";
            }

            Step++;
            Statistics.Add(report);
            RuntimeMeter.Count(report);
            CallObservers();
        }
        catch (DataException e) when (Step > 0)
        {
            // Particles on top of each other or out of range: at the start bad data, later the end of the run.
            _isLost = true;
            return $"The run was lost at step {Step} (time {TimeText}). {e.Message} Use a shorter step, or a model trained nearer to such states.";
        }

        if (_options.CheckpointInterval > 0 && Step % _options.CheckpointInterval == 0)
        {
            SaveIfAsked();
        }

        return null;
    }

    /// <summary>How the run has ended.</summary>
    /// <param name="elapsed">Time since it was started or resumed.</param>
    /// <param name="rejection">What <see cref="Advance"/> returned.</param>
    internal SimulationResult End(TimeSpan elapsed, string? rejection = null)
    {
        SimulationEnd end = rejection is not null ? SimulationEnd.StepRejected : _stopReason is not null ? SimulationEnd.Stopped : SimulationEnd.Completed;
        return new SimulationResult(end, Step, Time, rejection ?? _stopReason, elapsed);
    }

    /// <summary>Writes the checkpoint, where the options have a path for it and the state is that of a whole step.</summary>
    internal void SaveIfAsked()
    {
        if (_options.CheckpointPath is { } path && !_isLost)
        {
            SaveCheckpoint(path);
        }
    }

    private string TimeText => System.Units == UnitSystem.Atomistic
        ? FormattableString.Invariant($"{Time * TimeStep.FemtosecondsPerAtomisticUnit:G6} fs")
        : FormattableString.Invariant($"{Time:G6}");

    private void CallObservers()
    {
        foreach ((ISimulationObserver observer, long interval) in _observers)
        {
            if (Step % interval == 0)
            {
                observer.Observe(this);
            }
        }
    }

    private SimulationProgress Progress(TimeSpan elapsed, long firstStep, long lastStep)
    {
        long done = Step - firstStep;
        TimeSpan remaining = done == 0 ? TimeSpan.Zero : elapsed * ((double)(lastStep - Step) / done);
        return new SimulationProgress(Step, lastStep, Time, Statistics.MeanEvaluations, elapsed, remaining);
    }

    private IEnumerable<(string Name, ICheckpointState Part)> Parts()
    {
        yield return ("statistics", Statistics);
        yield return ("random", Random);
        if (Stepper is ICheckpointState stepper)
        {
            yield return ("stepper", stepper);
        }

        for (int i = 0; i < _observers.Count; i++)
        {
            if (_observers[i].Observer is ICheckpointState state)
            {
                yield return ($"observer {i + 1}: {state.GetType().Name}", state);
            }
        }
    }

    private void WriteDescription(BinaryWriter writer)
    {
        writer.Write(Stepper.Traits.Name);
        writer.Write((int)System.Units);
        writer.Write(Stepper.TimeStep.Value);
        writer.Write(System.Dimension);
        writer.Write(System.Count);
        for (int i = 0; i < System.Count; i++)
        {
            writer.Write(System.Kinds[i]);
            writer.Write(System.Masses[i]);
        }
    }

    private void CheckDescription(BinaryReader reader, string path)
    {
        void Require<T>(T found, T present, string what)
            where T : notnull
        {
            if (!found.Equals(present))
            {
                throw new DataException(
                    FormattableString.Invariant($"The checkpoint '{path}' belongs to a run whose {what} is {found}; here it is {present}. Resume with the settings of that run, or start a new run from its last frame."));
            }
        }

        Require(reader.ReadString(), Stepper.Traits.Name, "method");
        Require((UnitSystem)reader.ReadInt32(), System.Units, "system of units");
        Require(reader.ReadDouble(), Stepper.TimeStep.Value, "step in model units");
        Require(reader.ReadInt32(), System.Dimension, "dimension");
        Require(reader.ReadInt32(), System.Count, "number of particles");
        for (int i = 0; i < System.Count; i++)
        {
            Require(reader.ReadString(), System.Kinds[i], $"kind of particle {i + 1}");
            Require(reader.ReadDouble(), System.Masses[i], $"mass of particle {i + 1}");
        }
    }
}

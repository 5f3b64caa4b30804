namespace ActionML.Runtime;

/// <summary>
/// A stepper around the map of another one that exchanges heat with a bath. It counts its steps, which is what a
/// <see cref="TemperatureRamp"/> goes by, and the heat; both are part of checkpoints.
/// </summary>
public abstract class ThermostatStepper : IStochasticStepper, ICheckpointState
{
    private readonly double[] _savedPositions;
    private readonly double[] _savedMomenta;
    private readonly double[] _total;

    private protected ThermostatStepper(IStepper inner, ThermostatOptions options, string name, string remark)
    {
        options.Validate(inner.System);
        Inner = inner;
        Options = options;
        _savedPositions = new double[inner.System.Coordinates];
        _savedMomenta = new double[inner.System.Coordinates];
        _total = new double[inner.System.Dimension];
        bool keepsCenter = options.CenterOfMass == CenterOfMassMotion.Kept;
        DegreesOfFreedom = inner.System.Coordinates
            - (options.CenterOfMass == CenterOfMassMotion.Thermalized ? 0 : inner.System.Dimension);
        Traits = options.RelaxationTime is null
            ? inner.Traits
            : inner.Traits with
            {
                Name = $"{inner.Traits.Name} + {name}",
                IsSymplectic = false,
                IsTimeReversible = false,
                ConservesLinearMomentum = keepsCenter && inner.Traits.ConservesLinearMomentum,
                ConservesCenterOfMass = keepsCenter && inner.Traits.ConservesCenterOfMass,
                ConservesAngularMomentum = false,
                Tolerance = null, // nothing is left that it would limit
                Remark = remark,
            };
    }

    /// <summary>The stepper whose map this one surrounds.</summary>
    public IStepper Inner { get; }

    /// <summary>What the thermostat is set to.</summary>
    public ThermostatOptions Options { get; }

    /// <summary>The degrees of freedom that it acts on: N·D, less D where the center of mass takes no part.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The steps made so far; the time of the ramp is this number times the step.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// The energy that the bath has given to the system so far, in model units. Total energy less heat is constant as
    /// far as the map keeps energy.
    /// </summary>
    public double Heat { get; private set; }

    /// <summary>The bath's temperature now, as k_B·T in model units.</summary>
    public double BathTemperature => Options.Temperature.At(Steps * TimeStep.Value);

    /// <inheritdoc/>
    public DeterministicRandom? Random
    {
        get;
        set
        {
            field = value;
            if (Inner is IStochasticStepper inner)
            {
                inner.Random = value;
            }
        }
    }

    /// <inheritdoc/>
    public StepperTraits Traits { get; }

    /// <inheritdoc/>
    public ParticleSystem System => Inner.System;

    /// <inheritdoc/>
    public TimeStep TimeStep => Inner.TimeStep;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no <see cref="Random"/>.</exception>
    public StepReport Step(PhasePoint state)
    {
        StepReport report = TryStep(state);
        return report.Outcome != StepOutcome.Rejected ? report : throw new ConvergenceException(report.Reason!);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no <see cref="Random"/>.</exception>
    public StepReport TryStep(PhasePoint state)
    {
        System.RequireShape(state);
        StepReport report;
        if (Options.RelaxationTime is null)
        {
            report = Inner.TryStep(state);
            Steps += report.Outcome == StepOutcome.Rejected ? 0 : 1;
            return report;
        }

        DeterministicRandom random = Random
            ?? throw new InvalidOperationException($"The thermostat has no random generator. Run it in a Simulation, or set {nameof(Random)}.");
        state.Positions.CopyTo(_savedPositions, 0);
        state.Momenta.CopyTo(_savedMomenta, 0);
        double heat = 0;
        report = TryStep(state, random, ref heat);
        if (report.Outcome == StepOutcome.Rejected)
        {
            _savedPositions.CopyTo(state.Positions, 0);
            _savedMomenta.CopyTo(state.Momenta, 0);
            return report;
        }

        Steps++;
        Heat += heat;
        return report;
    }

    /// <summary>Forgets what <see cref="Inner"/> has learned; steps and heat go on.</summary>
    public void ResetHistory() => Inner.ResetHistory();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Settings);
        writer.Write(Steps);
        writer.Write(Heat);
        (Inner as ICheckpointState)?.Save(writer);
    }

    /// <inheritdoc/>
    /// <exception cref="DataException">The saved thermostat was set to something else.</exception>
    public void Load(BinaryReader reader)
    {
        string settings = reader.ReadString();
        if (settings != Settings)
        {
            throw new DataException(
                $"The checkpoint belongs to a run whose thermostat was set to {settings}; here it is {Settings}. Resume with the settings of that run, or start a new run from its last frame.");
        }

        Steps = reader.ReadInt64();
        Heat = reader.ReadDouble();
        (Inner as ICheckpointState)?.Load(reader);
    }

    /// <summary>Makes a step with coupling; may leave the state changed when it rejects it.</summary>
    private protected abstract StepReport TryStep(PhasePoint state, DeterministicRandom random, ref double heat);

    /// <summary>The bath's k_B·T at the end of the step that is being made.</summary>
    private protected double NextBathTemperature => Options.Temperature.At((Steps + 1) * TimeStep.Value);

    /// <summary>Takes the motion of the center of mass out of momenta, unless it is thermalized.</summary>
    private protected void TakeOutTotal(double[] momenta)
    {
        if (Options.CenterOfMass == CenterOfMassMotion.Thermalized)
        {
            return;
        }

        int dimension = System.Dimension;
        Array.Clear(_total);
        for (int i = 0; i < momenta.Length; i++)
        {
            _total[i % dimension] += momenta[i];
        }

        AddTotal(momenta, -1);
    }

    /// <summary>Gives the center of mass back what <see cref="TakeOutTotal"/> took, unless it is removed.</summary>
    private protected void PutBackTotal(double[] momenta)
    {
        if (Options.CenterOfMass == CenterOfMassMotion.Kept)
        {
            AddTotal(momenta, 1);
        }
    }

    // Part of a checkpoint: resumed with other settings, a run would not be the uninterrupted one.
    private string Settings => $"{Options.Temperature}, relaxation {Options.RelaxationTime?.ToString() ?? "none"}, center of mass {Options.CenterOfMass}";

    private void AddTotal(double[] momenta, double sign)
    {
        int dimension = System.Dimension;
        for (int i = 0; i < momenta.Length; i++)
        {
            momenta[i] += sign * (System.Masses[i / dimension] / System.TotalMass) * _total[i % dimension];
        }
    }
}

using System.Diagnostics;

namespace ActionML.Runtime;

/// <summary>
/// Follows a run and certifies its steps: residuals, conservation, and at sampled states the symplectic defect and the
/// reversal error of steps that are executed for that. See <see cref="Certificate"/> for the figures and their limits.
/// </summary>
/// <remarks>
/// The run is not disturbed, bit for bit: measuring takes a stepper of its own. Its steps start without history, so they differ from the
/// run's within the tolerance. In a run with a thermostat the map between the kicks is certified: invariants are then
/// measured step by step from the sampled states. Part of a checkpoint, so that a resumed run is certified as a whole.
/// </remarks>
public sealed class Certifier : ISimulationObserver, ICheckpointState
{
    private const double LinearLimit = 1e-12;
    private const double ExplicitTolerance = 1e-10;
    private const double CostOfAColdStep = 1.5; // in steps of the run, which start from a better guess

    private readonly IStepper _probe;
    private readonly CertifierOptions _options;
    private readonly DefectSampler _sampler;
    private readonly Stopwatch _watch = new();
    private readonly long _plannedSteps;
    private readonly long _plannedStates;
    private PhasePoint? _start;
    private InvariantErrors _invariants;
    private double _largestResidual = double.NaN; // NaN: no step was solved for
    private long _unconverged;
    private CertificateFigure _defect;
    private CertificateFigure _reversal;
    private CertificateFigure _symmetry;

    /// <summary>Plans the sampled states of a run.</summary>
    /// <param name="probe">Made as the stepper of the run, without its thermostat, and used by nothing else: models and neighbor lists included.</param>
    /// <param name="steps">Steps that the run will make.</param>
    /// <param name="options">What is measured.</param>
    /// <exception cref="UsageException">The options are not valid.</exception>
    public Certifier(IStepper probe, long steps, CertifierOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        _options = options ?? new CertifierOptions();
        _options.Validate();
        _probe = probe;
        _sampler = new DefectSampler(probe, _options.Seed, _options.Directions);
        _plannedSteps = steps;
        double cost = CostOfAColdStep * (2 + (4 * _options.Directions) + (2 * _options.SegmentSteps));
        long states = (long)Math.Clamp(_options.Share * steps / cost, _options.LeastStates, _options.States);
        _plannedStates = Math.Min(states, steps);
        Tolerance = _options.Tolerance ?? probe.Traits.Tolerance ?? ExplicitTolerance;
        _defect = new CertificateFigure(Certificate.SymplecticDefect, double.NaN, 10 * Tolerance);
        _reversal = new CertificateFigure(Certificate.ReversalError, double.NaN, 100 * Tolerance);
        _symmetry = new CertificateFigure(Certificate.HessianSymmetry, double.NaN, 10 * Tolerance);
    }

    /// <summary>The tolerance τ of the limits.</summary>
    public double Tolerance { get; }

    /// <summary>Steps followed.</summary>
    public long Steps { get; private set; }

    /// <summary>Sampled states measured so far.</summary>
    public int States { get; private set; }

    /// <summary>Sampled states from which a step did not converge.</summary>
    public int Unmeasured { get; private set; }

    /// <summary>Time spent on measuring, since the run was started or resumed.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Begins with the initial state.</summary>
    public void Start(PhasePoint state) => _start = state.Clone();

    /// <summary>Follows a step.</summary>
    /// <param name="state">The state at its end; unchanged.</param>
    /// <param name="report">Its outcome.</param>
    /// <param name="isThermostatted">Whether something besides the map acted on the momenta.</param>
    /// <exception cref="InvalidOperationException">There was no <see cref="Start"/>.</exception>
    public void Observe(PhasePoint state, StepReport report, bool isThermostatted = false)
    {
        PhasePoint start = _start ?? throw new InvalidOperationException("The certifier has not seen the initial state.");
        Steps++;
        _unconverged += report.IsConverged ? 0 : 1;
        if (report.Correction is { } correction)
        {
            _largestResidual = correction.Residual <= _largestResidual ? _largestResidual : correction.Residual;
        }

        if (!isThermostatted)
        {
            Add(InvariantErrors.Between(_probe.System, Steps * _probe.TimeStep.Value, start, state));
        }

        // Evenly spread, the last at the end.
        if (Steps * _plannedStates / _plannedSteps > (Steps - 1) * _plannedStates / _plannedSteps)
        {
            _watch.Start();
            Measure(state, isThermostatted);
            _watch.Stop();
        }
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
            Observe(simulation.State, simulation.LastReport, simulation.Stepper is ThermostatStepper { Options.RelaxationTime: not null });
        }
    }

    /// <summary>The certificate of the steps so far.</summary>
    public Certificate Issue()
    {
        List<CertificateFigure> figures = [];
        if (!double.IsNaN(_largestResidual))
        {
            figures.Add(new CertificateFigure(Certificate.Residual, _largestResidual, Tolerance));
        }

        figures.Add(new CertificateFigure(Certificate.UnconvergedSteps, _unconverged, 0));
        figures.Add(_defect);
        figures.Add(_reversal);
        figures.Add(new CertificateFigure(Certificate.LinearMomentum, _invariants.LinearMomentum, LinearLimit));
        figures.Add(new CertificateFigure(Certificate.CenterOfMass, _invariants.CenterOfMass, LinearLimit));
        if (!_options.IsPeriodic)
        {
            figures.Add(new CertificateFigure(Certificate.AngularMomentum, _invariants.AngularMomentum, 100 * Tolerance));
        }

        if (_options.HessianSymmetry is not null)
        {
            figures.Add(_symmetry);
        }

        return new Certificate(Steps, States, Unmeasured, Tolerance, figures);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_start is not null);
        if (_start is not null)
        {
            writer.WriteNumbers(_start.Positions);
            writer.WriteNumbers(_start.Momenta);
        }

        writer.Write(Steps);
        writer.Write(States);
        writer.Write(Unmeasured);
        writer.Write(_unconverged);
        writer.WriteNumbers(
        [
            _largestResidual, _invariants.LinearMomentum, _invariants.CenterOfMass, _invariants.AngularMomentum,
            _defect.Value, _defect.Floor, _reversal.Value, _reversal.Floor, _symmetry.Value, _symmetry.Floor, _sampler.Rounding,
        ]);
        (_probe as ICheckpointState)?.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _start = reader.ReadBoolean() ? new PhasePoint(_probe.System.Count, _probe.System.Dimension) : null;
        if (_start is not null)
        {
            reader.ReadNumbers(_start.Positions);
            reader.ReadNumbers(_start.Momenta);
        }

        Steps = reader.ReadInt64();
        States = reader.ReadInt32();
        Unmeasured = reader.ReadInt32();
        _unconverged = reader.ReadInt64();
        var numbers = new double[11];
        reader.ReadNumbers(numbers);
        _largestResidual = numbers[0];
        _invariants = new InvariantErrors(numbers[1], numbers[2], numbers[3]);
        _defect = _defect with { Value = numbers[4], Floor = numbers[5] };
        _reversal = _reversal with { Value = numbers[6], Floor = numbers[7] };
        _symmetry = _symmetry with { Value = numbers[8], Floor = numbers[9] };
        _sampler.Rounding = numbers[10];
        (_probe as ICheckpointState)?.Load(reader);
    }

    private void Measure(PhasePoint state, bool isThermostatted)
    {
        try
        {
            MeasuredError defect = _sampler.At(state);
            double reversal = StepVerification.ReversalError(_probe, state, _options.SegmentSteps);
            if (isThermostatted)
            {
                Add(StepVerification.Invariants(_probe, state, _options.SegmentSteps));
            }

            _defect = CertificateFigure.Worse(_defect, _defect with { Value = defect.Value, Floor = defect.Floor });
            _reversal = CertificateFigure.Worse(_reversal, _reversal with { Value = reversal });
            if (_options.HessianSymmetry?.Invoke(state) is { } symmetry)
            {
                _symmetry = CertificateFigure.Worse(_symmetry, _symmetry with { Value = symmetry.Value, Floor = symmetry.Floor });
            }

            States++;
        }
        catch (ConvergenceException)
        {
            Unmeasured++;
        }
    }

    private void Add(InvariantErrors errors) => _invariants = InvariantErrors.Largest(_invariants, errors);
}

namespace ActionML.Runtime;

/// <summary>
/// Velocity Verlet: p ← p + ½hF(q), q ← q + hp/m, p ← p + ½hF(q). Explicit, of second order, symplectic and
/// time-reversible (L. Verlet, Phys. Rev. 159, 98 (1967)).
/// </summary>
/// <remarks>
/// One evaluation of the potential per step: the forces at the end of a step serve the next one as long as the state
/// is the one that the stepper left behind, bit for bit.
/// </remarks>
public sealed class VelocityVerletStepper : IStepper
{
    private readonly IPotential _potential;
    private readonly double[] _hOverMass;
    private readonly double[] _forces;
    private readonly double[] _forcePositions; // where _forces were evaluated
    private readonly double[] _savedMomenta;
    private readonly double[] _savedPositions;
    private bool _hasForces;

    /// <summary>Creates a stepper.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="potential">The potential energy with its forces.</param>
    /// <param name="timeStep">The step h.</param>
    /// <exception cref="UsageException">The step is in other units than the system.</exception>
    public VelocityVerletStepper(ParticleSystem system, IPotential potential, TimeStep timeStep)
    {
        if (timeStep.Units != system.Units)
        {
            throw new UsageException(
                $"The step of {timeStep} is given in {timeStep.Units} units, the system in {system.Units} units. Give both in the same units.");
        }

        System = system;
        TimeStep = timeStep;
        _potential = potential;
        int n = system.Coordinates;
        _hOverMass = new double[n];
        for (int i = 0; i < n; i++)
        {
            _hOverMass[i] = timeStep.Value / system.Masses[i / system.Dimension];
        }

        _forces = new double[n];
        _forcePositions = new double[n];
        _savedPositions = new double[n];
        _savedMomenta = new double[n];
    }

    /// <inheritdoc/>
    public StepperTraits Traits { get; } = new()
    {
        Name = "velocity Verlet",
        IsSymplectic = true,
        IsTimeReversible = true,
        ConservesLinearMomentum = true,
        ConservesCenterOfMass = true,
        ConservesAngularMomentum = true,
        Remark = "Linear and angular momentum are kept as far as the potential's forces sum to zero and are central.",
    };

    /// <inheritdoc/>
    public ParticleSystem System { get; }

    /// <inheritdoc/>
    public TimeStep TimeStep { get; }

    /// <inheritdoc/>
    public StepReport Step(PhasePoint state)
    {
        StepReport report = TryStep(state);
        return report.Outcome != StepOutcome.Rejected ? report : throw new ConvergenceException(report.Reason!);
    }

    /// <inheritdoc/>
    public StepReport TryStep(PhasePoint state)
    {
        System.RequireShape(state);
        double[] q = state.Positions;
        double[] p = state.Momenta;
        q.CopyTo(_savedPositions, 0);
        p.CopyTo(_savedMomenta, 0);
        int evaluations = 1;
        if (!_hasForces || !q.AsSpan().SequenceEqual(_forcePositions))
        {
            _potential.Evaluate(q, _forces);
            evaluations++;
        }

        double halfStep = 0.5 * TimeStep.Value;
        for (int i = 0; i < p.Length; i++)
        {
            p[i] += halfStep * _forces[i];
            q[i] += _hOverMass[i] * p[i];
        }

        _potential.Evaluate(q, _forces);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            p[i] += halfStep * _forces[i];
            sum += q[i] + p[i];
        }

        _hasForces = double.IsFinite(sum);
        if (!_hasForces)
        {
            _savedPositions.CopyTo(q, 0);
            _savedMomenta.CopyTo(p, 0);
            return new StepReport(
                StepOutcome.Rejected,
                evaluations,
                Reason: $"Velocity Verlet with a step of {TimeStep} left the range of finite numbers: two particles have met, or the step is too long. Use a shorter step.");
        }

        q.CopyTo(_forcePositions, 0);
        return new StepReport(StepOutcome.Completed, evaluations);
    }

    /// <inheritdoc/>
    public void ResetHistory() => _hasForces = false;
}

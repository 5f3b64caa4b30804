namespace ActionML.Runtime;

/// <summary>
/// Canonical sampling through velocity rescaling: after each step of any map the momenta are multiplied by α, drawn so
/// that the kinetic energy K follows its exact stochastic relaxation to the canonical distribution,
/// α² = c + (1 − c)·(K̄/fK)·Σᵢ₌₁..f Rᵢ² + 2·R₁·√(c(1 − c)·K̄/fK), with c = exp(−h/τ), K̄ = f·k_B·T/2, f degrees of
/// freedom and Rᵢ standard normal (G. Bussi, D. Donadio, M. Parrinello, J. Chem. Phys. 126, 014101 (2007),
/// doi 10.1063/1.2408420, eq. A7).
/// </summary>
/// <remarks>
/// Disturbs the motion least: all momenta are scaled by one number. It makes the total kinetic energy canonical; how it
/// is shared among the particles is left to the map, so parts that do not exchange energy (harmonic modes, particles
/// without forces) stay as they are. α has the sign of R₁ + √(c·fK/((1 − c)·K̄)) (eq. A8). The momenta are those
/// relative to the center of mass unless it is thermalized.
/// </remarks>
public sealed class CsvrStepper : ThermostatStepper
{
    private readonly double _decay;

    /// <summary>Creates a stepper.</summary>
    /// <param name="inner">Makes the map.</param>
    /// <param name="options">Temperature, relaxation time and center of mass.</param>
    /// <exception cref="UsageException">The options do not fit the system.</exception>
    public CsvrStepper(IStepper inner, ThermostatOptions options)
        : base(inner, options, "CSVR", "All momenta are scaled by one random number in each step: the canonical ensemble, not an orbit.") =>
        _decay = options.RelaxationTime is { } time ? Math.Exp(-inner.TimeStep.Value / time.Value) : 1;

    private protected override StepReport TryStep(PhasePoint state, DeterministicRandom random, ref double heat)
    {
        StepReport report = Inner.TryStep(state);
        if (report.Outcome == StepOutcome.Rejected)
        {
            return report;
        }

        double[] p = state.Momenta;
        heat -= Observables.KineticEnergy(System, state);
        TakeOutTotal(p);
        double kinetic = Observables.KineticEnergy(System, state);
        double share = 0.5 * NextBathTemperature; // K̄/f
        if (kinetic == 0 && share > 0)
        {
            return new StepReport(
                StepOutcome.Rejected,
                report.Evaluations,
                report.Correction,
                "All particles are at rest, and CSVR cannot heat them: it only rescales momenta. Start with momenta of the wanted temperature (on the command line --draw-momenta), or use Langevin.");
        }

        double alpha = kinetic == 0 ? 0 : Scale(random, kinetic, share);
        for (int i = 0; i < p.Length; i++)
        {
            p[i] *= alpha;
        }

        PutBackTotal(p);
        heat += Observables.KineticEnergy(System, state);
        return report;
    }

    private double Scale(DeterministicRandom random, double kinetic, double share)
    {
        double first = random.NextGaussian();
        double squares = random.NextChiSquare(DegreesOfFreedom - 1);
        double ratio = (1 - _decay) * share / kinetic;

        // The sum of a square and something not negative, so that rounding cannot make it negative.
        double root = Math.Sqrt(_decay) + (first * Math.Sqrt(ratio));
        double alpha = Math.Sqrt((root * root) + (ratio * squares));
        return root < 0 ? -alpha : alpha;
    }
}

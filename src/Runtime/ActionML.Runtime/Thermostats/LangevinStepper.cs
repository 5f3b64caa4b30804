namespace ActionML.Runtime;

/// <summary>
/// Langevin dynamics around any map, as OBABO with the map for BAB: half a step O of the exact Ornstein–Uhlenbeck
/// process, p ← c·p + √((1 − c²)·m·k_B·T)·ξ with c = exp(−h/2τ) and ξ standard normal; the map; half a step O.
/// </summary>
/// <remarks>
/// For an exact map the canonical distribution is kept exactly, for any τ; for velocity Verlet the error is that of
/// its shadow energy, of second order in h (G. Bussi, M. Parrinello, Phys. Rev. E 75, 056707 (2007)). Unless the center
/// of mass is thermalized, the process runs in the momenta relative to it: the noise is projected, ξ's part mᵢΣ/M is
/// taken out. A step that does not succeed leaves the state unchanged, but has drawn random numbers.
/// </remarks>
public sealed class LangevinStepper : ThermostatStepper
{
    private readonly double _decay;
    private readonly double _spread; // √(1 − c²)
    private readonly double[] _rootMasses;

    /// <summary>Creates a stepper.</summary>
    /// <param name="inner">Makes the map.</param>
    /// <param name="options">Temperature, friction time and center of mass.</param>
    /// <exception cref="UsageException">The options do not fit the system.</exception>
    public LangevinStepper(IStepper inner, ThermostatOptions options)
        : base(inner, options, "Langevin", "Momenta are partly forgotten in each step: the canonical ensemble, not an orbit.")
    {
        double exponent = options.RelaxationTime is { } time ? -0.5 * inner.TimeStep.Value / time.Value : 0;
        _decay = Math.Exp(exponent);
        _spread = Math.Sqrt(1 - Math.Exp(2 * exponent));
        _rootMasses = new double[inner.System.Count];
        for (int i = 0; i < _rootMasses.Length; i++)
        {
            _rootMasses[i] = Math.Sqrt(inner.System.Masses[i]);
        }
    }

    private protected override StepReport TryStep(PhasePoint state, DeterministicRandom random, ref double heat)
    {
        heat -= Observables.KineticEnergy(System, state);
        Forget(state, random, BathTemperature);
        double before = Observables.KineticEnergy(System, state);
        StepReport report = Inner.TryStep(state);
        if (report.Outcome == StepOutcome.Rejected)
        {
            return report;
        }

        heat += before - Observables.KineticEnergy(System, state);
        Forget(state, random, NextBathTemperature);
        heat += Observables.KineticEnergy(System, state);
        return report;
    }

    private void Forget(PhasePoint state, DeterministicRandom random, double temperature)
    {
        double[] p = state.Momenta;
        double scale = _spread * Math.Sqrt(temperature);
        TakeOutTotal(p);
        int dimension = System.Dimension;
        Span<double> sum = stackalloc double[dimension];
        sum.Clear();
        for (int i = 0; i < p.Length; i++)
        {
            double noise = scale * _rootMasses[i / dimension] * random.NextGaussian();
            sum[i % dimension] += noise;
            p[i] = (_decay * p[i]) + noise;
        }

        if (Options.CenterOfMass != CenterOfMassMotion.Thermalized)
        {
            for (int i = 0; i < p.Length; i++)
            {
                p[i] -= System.Masses[i / dimension] / System.TotalMass * sum[i % dimension];
            }
        }

        PutBackTotal(p);
    }
}

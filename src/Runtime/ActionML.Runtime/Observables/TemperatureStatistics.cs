namespace ActionML.Runtime;

/// <summary>
/// The kinetic temperature of each kind and of all particles, with standard errors: equipartition holds where they agree.
/// </summary>
/// <remarks>
/// <para>
/// k_B T_k = Σ_{i∈k} |p_i − m_i P/M|²/m_i / f_k with the total momentum P and mass M: the motion of the center of mass is
/// no heat. f_k = D(N_k − M_k/M) degrees of freedom belong to kind k, D(N − 1) to all. Those are kelvin in atomistic
/// systems, k_B T in dimensionless ones.
/// </para>
/// <para>Successive states are correlated; the standard errors take that in by blocking (<see cref="BlockedMean"/>).</para>
/// </remarks>
public sealed class TemperatureStatistics : ISimulationObserver, ICheckpointState
{
    private readonly ParticleSystem _system;
    private readonly KindTable _kinds;
    private readonly BlockedMean[] _means; // per kind, then all
    private readonly double[] _freedom;
    private readonly double[] _latest;
    private readonly double _unit;

    /// <summary>Creates statistics without samples.</summary>
    /// <param name="system">Kinds and masses.</param>
    public TemperatureStatistics(ParticleSystem system)
    {
        _system = system;
        _kinds = new KindTable(system);
        int kinds = _kinds.Names.Length;
        _means = [.. Enumerable.Range(0, kinds + 1).Select(_ => new BlockedMean())];
        _freedom = new double[kinds + 1];
        for (int k = 0; k < kinds; k++)
        {
            _freedom[k] = system.Dimension * (_kinds.Counts[k] - (_kinds.Masses[k] / system.TotalMass));
        }

        // All particles of one kind: exactly D(N − 1), whatever the masses' sum rounds to.
        _freedom[kinds] = system.Dimension * (system.Count - 1);
        _latest = new double[kinds + 1];
        Array.Fill(_latest, double.NaN);
        _unit = system.Units == UnitSystem.Atomistic ? Temperature.ElectronVoltsPerKelvin : 1;
    }

    /// <summary>The kinds, in ordinal order.</summary>
    public IReadOnlyList<string> Kinds => _kinds.Names;

    /// <summary>The number of states added.</summary>
    public long Samples => _means[^1].Samples;

    /// <summary>The temperature of all particles, in K or dimensionless.</summary>
    public MeanEstimate All => _means[^1].Estimate;

    /// <summary>The temperatures of the latest state, [K + 1]: of each of <see cref="Kinds"/>, then of all. NaN where there are no degrees of freedom.</summary>
    public ReadOnlySpan<double> Latest => _latest;

    /// <summary>The temperature of one kind, in K or dimensionless.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public MeanEstimate Of(string kind) => _means[_kinds.Index(kind)].Estimate;

    /// <summary>The degrees of freedom f_k of a kind.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public double DegreesOfFreedom(string kind) => _freedom[_kinds.Index(kind)];

    /// <summary>Adds a state.</summary>
    /// <param name="state">The state, of the system's shape.</param>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    public void Add(PhasePoint state)
    {
        _system.RequireShape(state);
        int dimension = _system.Dimension;
        Span<double> drift = stackalloc double[3];
        Observables.LinearMomentum(_system, state, drift[..dimension]);
        for (int d = 0; d < dimension; d++)
        {
            drift[d] /= _system.TotalMass;
        }

        Array.Clear(_latest);
        ReadOnlySpan<int> of = _kinds.Of;
        for (int i = 0; i < of.Length; i++)
        {
            double mass = _system.Masses[i];
            double square = 0;
            for (int d = 0; d < dimension; d++)
            {
                double p = state.Momenta[(i * dimension) + d] - (mass * drift[d]);
                square += p * p;
            }

            _latest[of[i]] += square / mass;
        }

        int kinds = _kinds.Names.Length;
        for (int k = 0; k < kinds; k++)
        {
            _latest[kinds] += _latest[k];
        }

        for (int k = 0; k <= kinds; k++)
        {
            // A kind of one particle that is the whole system does not move relative to itself.
            _latest[k] = _freedom[k] > 1e-9 ? _latest[k] / (_freedom[k] * _unit) : double.NaN;
            _means[k].Add(_latest[k]);
        }
    }

    /// <inheritdoc/>
    void ISimulationObserver.Observe(Simulation simulation) => Add(simulation.State);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.WriteNumbers(_latest);
        foreach (BlockedMean mean in _means)
        {
            mean.Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        reader.ReadNumbers(_latest);
        foreach (BlockedMean mean in _means)
        {
            mean.Load(reader);
        }
    }
}

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Follows a run of an atomistic system: energy per atom, temperatures, structure, diffusion, vibrations, and frames to look at.</summary>
internal sealed class AtomRecorder : ICheckpointState
{
    /// <summary>The bond length where none is given, in Å: between the first and the second neighbors of Ge–Te and of many other solids.</summary>
    public const double DefaultBondLength = 3.2;

    private const double LongestDistance = 10;
    private const int MostPoints = 300;

    private readonly AtomSampling _sampling;
    private readonly ParticleSystem _system;
    private readonly double _duration;
    private readonly BondLengths _bonds;
    private readonly AtomEnergyRecorder _energy;
    private readonly TemperatureStatistics _temperature;
    private readonly MeanCourse[] _temperatureCourse;
    private readonly RadialDistribution? _distribution;
    private readonly LocalStructure? _structure;
    private readonly MeanSquareDisplacement? _displacement;
    private readonly VelocityCorrelation? _velocities;
    private readonly FrameRecorder? _frames;

    /// <summary>Creates a recorder.</summary>
    /// <param name="system">Kinds and masses, atomistic.</param>
    /// <param name="cell">The periodic cell; null for an isolated system, whose structure is not measured.</param>
    /// <param name="potential">The potential energy; null when it is not known.</param>
    /// <param name="steps">Steps that the run will make.</param>
    /// <param name="step">Their length h, in model units.</param>
    /// <param name="bonds">Bond lengths; null for <see cref="DefaultBondLength"/>.</param>
    public AtomRecorder(ParticleSystem system, Cell? cell, IPotential? potential, long steps, double step, BondLengths? bonds)
    {
        _system = system;
        double femtoseconds = step * TimeStep.FemtosecondsPerAtomisticUnit;
        _duration = steps * step;
        _bonds = bonds ?? new BondLengths(DefaultBondLength);
        _sampling = AtomSampling.For(system, steps, femtoseconds);
        _energy = new AtomEnergyRecorder(system, potential, _duration);
        _temperature = new TemperatureStatistics(system);
        _temperatureCourse = [.. Enumerable.Range(0, _temperature.Kinds.Count + 1).Select(_ => new MeanCourse(_duration))];
        if (cell is not null)
        {
            // Beyond half the cell g(r) shows the lattice of images rather than the material.
            double range = Math.Min(LongestDistance, Math.Max(0.5 * cell.SmallestWidth, 6));
            _distribution = new RadialDistribution(system, cell, Math.Min(range, 9 * cell.SmallestWidth));
            _structure = new LocalStructure(system, cell, _bonds);
            _frames = FrameRecorder.CanShow(system) ? new FrameRecorder(system, cell, steps) : null;
        }

        if (_sampling.DisplacementLags >= 2)
        {
            _displacement = new MeanSquareDisplacement(
                system, TimeStep.FromFemtoseconds(_sampling.Displacement * femtoseconds), _sampling.DisplacementLags, _sampling.DisplacementOrigins);
        }

        if (_sampling.VelocityLags >= 8)
        {
            _velocities = new VelocityCorrelation(
                system, TimeStep.FromFemtoseconds(_sampling.Velocity * femtoseconds), _sampling.VelocityLags, _sampling.VelocityOrigins);
        }
    }

    /// <summary>When the run was lost; null while it is not.</summary>
    public double? LostAt => _energy.LostAt;

    /// <summary>The latest state in a few words, for progress: <c>301 K, +0.3 meV/atom</c>.</summary>
    public string Latest
    {
        get
        {
            string kelvin = $"{ProgressText.Short(_temperature.Latest[^1])} K";
            return double.IsFinite(_energy.Latest) ? $"{kelvin}, energy {(_energy.Latest >= 0 ? "+" : "")}{ProgressText.Short(_energy.Latest)} meV/atom" : kelvin;
        }
    }

    /// <summary>Follows a state, that of step 0 included. Nothing is measured once the run is lost.</summary>
    public void Observe(long step, double time, PhasePoint state)
    {
        if (LostAt is not null)
        {
            return;
        }

        if (!Observables.IsFinite(state))
        {
            _energy.End(time);
            return;
        }

        try
        {
            Measure(step, time, state);
        }
        catch (DataException)
        {
            // Atoms on top of each other or beyond all bounds: no structure and no energy to speak of.
            _energy.End(time);
        }
    }

    /// <summary>Notes that no further step could be made.</summary>
    public void End(double time) => _energy.End(time);

    /// <summary>The run in numbers.</summary>
    public AtomFigures Figures() => new()
    {
        Atoms = _system.Count,
        Duration = (LostAt ?? _duration) * TimeStep.FemtosecondsPerAtomisticUnit,
        MaxEnergyChange = _energy.Largest,
        EnergyDrift = _energy.Drift,
        EnergyInterval = _sampling.Energy,
        Temperatures = Estimates(_temperature.Kinds, _temperature.Of, _temperature.All),
        Coordination = _structure is null ? [] : Estimates(_structure.Kinds, _structure.Coordination, null),
        PartialCoordination = _structure is null
            ? []
            : [.. _structure.Kinds.SelectMany(a => _structure.Kinds.Select(b => KindEstimate.From($"{a}–{b}", _structure.Coordination(a, b))))],
        BondLengths = _distribution is null ? [] : _distribution.Pairs.ToDictionary(p => p.ToString(), _bonds.Of),
        Diffusion = _displacement is null || double.IsNaN(_displacement.DiffusionOfAll.Mean)
            ? []
            : Estimates(_displacement.Kinds, _displacement.Diffusion, _displacement.DiffusionOfAll),
        StructureFrames = _distribution?.Frames ?? 0,
    };

    /// <summary>The run's course and structure.</summary>
    public AtomSeries Series()
    {
        (double[] energyTime, double[] energy) = _energy.Course();
        string[] kinds = [.. _temperature.Kinds, KindEstimate.All];
        var series = new AtomSeries
        {
            EnergyTime = energyTime,
            Energy = energy,
            TemperatureTime = _temperatureCourse[^1].Values(TimeStep.FemtosecondsPerAtomisticUnit).Time,
            Temperature = [.. kinds.Select((kind, k) => new NamedSeries(kind, _temperatureCourse[k].Values(1).Mean))],
            Frames = _frames?.Frames(_bonds),
        };
        if (_distribution is { Frames: > 0 } g && _structure is { } structure)
        {
            int most = structure.Kinds.Max(kind => Array.FindLastIndex(structure.Histogram(kind), share => share > 0));
            series = series with
            {
                Radii = [.. g.Radii],
                Distribution = [.. g.Pairs.Select(pair => new NamedSeries(pair.ToString(), g.Of(pair)))],
                Coordination = [.. structure.Kinds.Select(kind => new NamedSeries(kind, structure.Histogram(kind)[..(most + 1)]))],
                Angles = [.. structure.Kinds.Select(kind => new NamedSeries(kind, structure.AngleDistribution(kind)))],
            };
        }

        if (_displacement is { Frames: > 0 } displacement)
        {
            int reached = displacement.All.Count(double.IsFinite);
            int[] shown = Thinned(reached);
            series = series with
            {
                DisplacementLags = [.. shown.Select(l => displacement.LagTimes[l])],
                Displacement = Named(displacement.Kinds, displacement.Of, displacement.All, shown),
            };
        }

        if (_velocities is { Frames: > 1 } velocities)
        {
            int[] shown = Thinned(velocities.All.Count(double.IsFinite));
            VibrationSpectrum spectrum = velocities.Spectrum();

            // Up to where the last thousandth of the power begins: beyond, there is only noise.
            double power = 0;
            double total = spectrum.All.Sum();
            int last = spectrum.All.TakeWhile(p => (power += p) < 0.999 * total).Count();
            int[] frequencies = Thinned(Math.Min(spectrum.Frequencies.Count, (last * 5 / 4) + 2));
            series = series with
            {
                CorrelationLags = [.. shown.Select(l => velocities.LagTimes[l])],
                Correlation = Named(velocities.Kinds, velocities.Of, velocities.All, shown),
                Frequencies = [.. frequencies.Select(k => spectrum.Frequencies[k])],
                Spectrum = Named(spectrum.Kinds, kind => [.. spectrum.Of(kind)], [.. spectrum.All], frequencies),
            };
        }

        return series;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        foreach (ICheckpointState part in Parts())
        {
            part.Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        foreach (ICheckpointState part in Parts())
        {
            part.Load(reader);
        }
    }

    private static List<KindEstimate> Estimates(IReadOnlyList<string> kinds, Func<string, MeanEstimate> of, MeanEstimate? all)
    {
        List<KindEstimate> estimates = [.. kinds.Select(kind => KindEstimate.From(kind, of(kind)))];
        if (all is { } whole)
        {
            estimates.Add(KindEstimate.From(KindEstimate.All, whole));
        }

        return estimates;
    }

    private static List<NamedSeries> Named(IReadOnlyList<string> kinds, Func<string, double[]> of, double[] all, int[] shown) =>
        [.. kinds.Select(kind => (kind, of(kind))).Append((KindEstimate.All, all)).Select(s => new NamedSeries(s.Item1, [.. shown.Select(i => s.Item2[i])]))];

    private static int[] Thinned(int count)
    {
        int every = Math.Max(1, (count + MostPoints - 1) / MostPoints);
        return [.. Enumerable.Range(0, (count + every - 1) / every).Select(i => i * every)];
    }

    private void Measure(long step, double time, PhasePoint state)
    {
        _temperature.Add(state);
        for (int k = 0; k < _temperatureCourse.Length; k++)
        {
            _temperatureCourse[k].Add(time, _temperature.Latest[k]);
        }

        _frames?.Observe(step, time, state);
        if (step % _sampling.Energy == 0)
        {
            _energy.Observe(time, state);
        }

        if (step % _sampling.Structure == 0)
        {
            _distribution?.Add(state);
            _structure?.Add(state);
        }

        if (step % _sampling.Displacement == 0)
        {
            _displacement?.Add(state);
        }

        if (step % _sampling.Velocity == 0)
        {
            _velocities?.Add(state);
        }
    }

    private IEnumerable<ICheckpointState> Parts() =>
        new ICheckpointState?[] { _energy, _temperature, _distribution, _structure, _displacement, _velocities, _frames }
            .Concat(_temperatureCourse).Where(part => part is not null).Select(part => part!);
}

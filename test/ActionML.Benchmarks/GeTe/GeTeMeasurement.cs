using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>The observables of one run.</summary>
internal sealed class GeTeMeasurement
{
    // A run whose energy per atom is off by as much has left the liquid for good, in eV.
    private const double LostEnergy = 0.5;

    private readonly ParticleSystem _system;
    private readonly GeTePotential _potential;
    private readonly TemperatureStatistics _temperature;
    private readonly RadialDistribution[] _halves;
    private readonly MeanSquareDisplacement _displacement;
    private readonly LocalStructure _local;
    private readonly double[] _forces;
    private readonly List<(double Time, double Energy)> _energies = [];
    private readonly int _displacementLag;

    public GeTeMeasurement(ParticleSystem system, Cell cell, TimeStep structureSpacing, double bondLength)
    {
        _system = system;
        _potential = new GeTePotential(cell, system.Kinds);
        _temperature = new TemperatureStatistics(system);
        double range = cell.SmallestWidth / 2;
        _halves = [new RadialDistribution(system, cell, range, GeTeRun.BinWidth), new RadialDistribution(system, cell, range, GeTeRun.BinWidth)];
        _displacementLag = (int)Math.Round(1000 * GeTeRun.DisplacementPicoseconds / structureSpacing.DisplayValue);
        _displacement = new MeanSquareDisplacement(system, structureSpacing, _displacementLag, originInterval: 2);
        _local = new LocalStructure(system, cell, new BondLengths(bondLength));
        _forces = new double[system.Coordinates];
    }

    /// <summary>Temperature and energy; a reason when the run is lost.</summary>
    public string? Energy(double femtoseconds, PhasePoint state)
    {
        double energy;
        try
        {
            energy = (_potential.Evaluate(state.Positions, _forces) + Observables.KineticEnergy(_system, state)) / _system.Count;
        }
        catch (DataException e)
        {
            return e.Message;
        }

        if (!(Math.Abs(energy - (_energies.Count > 0 ? _energies[0].Energy : energy)) <= LostEnergy))
        {
            return FormattableString.Invariant($"The energy is off by more than {LostEnergy} eV/atom.");
        }

        _energies.Add((femtoseconds, energy));
        _temperature.Add(state);
        return null;
    }

    public void Structure(PhasePoint state, bool secondHalf)
    {
        _halves[secondHalf ? 1 : 0].Add(state);
        _displacement.Add(state);
        _local.Add(state);
    }

    public GeTeRecord Record(GeTeCase run)
    {
        if (_energies.Count == 0)
        {
            return new GeTeRecord { Case = run }; // lost on the way to where a quench is measured
        }

        bool hasDisplacement = _displacement.Frames > _displacementLag;
        return new GeTeRecord
        {
            Case = run,
            Temperature = Each(kind => _temperature.Of(kind).Mean),
            TemperatureError = Each(kind => _temperature.Of(kind).StandardError),
            EnergyDrift = Slope() * 1e5 * 1e3, // eV/fs to meV per 100 ps
            LargestEnergyError = 1e3 * _energies.Max(e => Math.Abs(e.Energy - _energies[0].Energy)),
            EnergyPath =
            [
                .. _energies.GroupBy(e => Math.Floor(1e-3 * e.Time)).OrderBy(ps => ps.Key)
                    .Select(ps => 1e3 * (ps.Average(e => e.Energy) - _energies[0].Energy)),
            ],
            RadialDistribution = _halves[0].Pairs.ToDictionary(pair => pair.ToString(), pair => _halves.Select(half => half.Of(pair)).ToArray()),
            Diffusion = Each(kind => hasDisplacement ? _displacement.Diffusion(kind).Mean : double.NaN),
            DiffusionError = Each(kind => hasDisplacement ? _displacement.Diffusion(kind).StandardError : double.NaN),
            Displacement = Each(kind => hasDisplacement ? _displacement.Of(kind)[_displacementLag] : double.NaN),
            Coordination = _local.Kinds.SelectMany(a => _local.Kinds.Select(b => (a, b)))
                .ToDictionary(pair => $"{pair.a}–{pair.b}", pair => _local.Coordination(pair.a, pair.b).Mean),
            Angles = _local.Kinds.ToDictionary(kind => kind, _local.AngleDistribution),
        };
    }

    private Dictionary<string, double> Each(Func<string, double> value) => _temperature.Kinds.ToDictionary(kind => kind, value);

    private double Slope()
    {
        double time = _energies.Average(e => e.Time);
        double energy = _energies.Average(e => e.Energy);
        double square = _energies.Sum(e => (e.Time - time) * (e.Time - time));
        return square > 0 ? _energies.Sum(e => (e.Time - time) * (e.Energy - energy)) / square : double.NaN;
    }
}

using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>A system with its models, of which any number of runs can be made: they differ in their momenta.</summary>
internal sealed class ReplicaCase : IDisposable
{
    private readonly string _models;
    private readonly ModelPrecision _precision;
    private readonly Frame _start;
    private readonly SymplecticStepperOptions _options;
    private readonly Temperature? _temperature;
    private readonly double _skin;
    private readonly OnnxDirectModel _guess;
    private readonly List<IDisposable> _owned = [];

    private ReplicaCase(
        string name, string models, ModelPrecision precision, Frame start, SymplecticStepperOptions options, Temperature? temperature, double skin)
    {
        Name = name;
        _models = models;
        _precision = precision;
        _start = start;
        _options = options;
        _temperature = temperature;
        _skin = skin;
        Action = OnnxActionModel.Load(models, new OnnxModelOptions { Precision = precision, PlansMemory = true });
        _guess = OnnxDirectModel.Load(models, new OnnxModelOptions { Precision = precision, PlansMemory = true });
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The action model that runs share.</summary>
    public OnnxActionModel Action { get; }

    /// <summary>216 atoms of liquid germanium telluride at 900 K, made with the reference potential.</summary>
    public static ReplicaCase GeTe(string models)
    {
        const double Kelvin = 900;
        var options = new GeTeDatasetOptions { Atoms = 216, CrystalTemperatures = [], EquilibrationPicoseconds = 1 };
        GeTeThermalHistory melt = GeTeThermalHistory.Liquid(options, Kelvin, new DeterministicRandom(1));
        GeTeSettings settings = GeTeSettings.Of(models);
        return new ReplicaCase(
            "gete-216", models, ModelPrecision.Single, new Frame("melt", 0, 0, melt.System, melt.State, [.. melt.Cell.Vectors]), settings.Stepper, Temperature.FromKelvin(Kelvin), settings.Skin);
    }

    /// <summary>Three bodies near the figure eight, in double precision, tolerance 1e-8.</summary>
    public static ReplicaCase ThreeBodies(string models) => new(
        "three-bodies",
        models,
        ModelPrecision.Double,
        new Frame("figure-eight", 0, 0, ThreeBodyStates.UnitMasses(), ThreeBodyStates.FigureEight()),
        new SymplecticStepperOptions { WarmStart = WarmStart.Direct, Policy = UnconvergedPolicy.KeepAndCount },
        temperature: null,
        skin: 0);

    /// <summary>A run over the shared sessions, or over sessions of its own.</summary>
    public Simulation Make(int seed, bool ownSessions = false)
    {
        var open = new OnnxModelOptions { Precision = _precision };
        OnnxActionModel action = ownSessions ? OnnxActionModel.Load(_models, open) : Action.Share();
        OnnxDirectModel guess = ownSessions ? OnnxDirectModel.Load(_models, open) : _guess.Share();
        _owned.AddRange([action, guess]);
        ParticleSystem system = _start.System;
        INeighborSource neighbors = Neighbors();
        var simulation = new Simulation(
            new SymplecticStepper(system, action, neighbors, _options, guess), _start.State.Clone(), new SimulationOptions { Seed = (ulong)seed });
        double[] p = simulation.State.Momenta;
        if (_temperature is { } temperature)
        {
            MaxwellBoltzmann.Draw(system, temperature, simulation.Random, p);
        }
        else
        {
            p[0] += 1e-4 * seed;
            p[2] -= 1e-4 * seed;
        }

        return simulation;
    }

    /// <summary>A neighbor source for the system.</summary>
    public INeighborSource Neighbors() => _start.Cell is { } cell
        ? new PeriodicNeighbors(new Cell(cell), _start.System.Count, Action.Manifest.Cutoff!.Value, _skin)
        : new AllPairs(_start.System.Count, _start.System.Dimension);

    /// <inheritdoc/>
    public void Dispose()
    {
        _owned.ForEach(model => model.Dispose());
        Action.Dispose();
        _guess.Dispose();
    }
}

using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>
/// Brings germanium telluride to a temperature: a random packing is melted and cooled, or the crystal is warmed, under
/// Langevin dynamics around velocity Verlet.
/// </summary>
public sealed class GeTeThermalHistory
{
    /// <summary>Temperature of the melt that everything begins with, in K.</summary>
    public const double MeltTemperature = 2000;

    // Above, the liquid relaxes within picoseconds and may be cooled as fast as one likes.
    private const double LiquidTemperature = 1000;
    private const double MeltPicoseconds = 3;
    private const double LiquidPicoseconds = 5;
    private const double MeltFrictionPicoseconds = 0.1;
    private const double MeltStepFemtoseconds = 1; // random packings are stiff

    private readonly GeTeDatasetOptions _options;
    private readonly DeterministicRandom _random;
    private readonly IProgress<double>? _time;
    private readonly CancellationToken _token;

    private GeTeThermalHistory(
        GeTeDatasetOptions options, double[] positions, DeterministicRandom random, IProgress<double>? time, CancellationToken token)
    {
        (_options, _random, _time, _token) = (options, random, time, token);
        System = GeTeStructures.System(options.GermaniumAtoms, options.Atoms - options.GermaniumAtoms);
        Cell = GeTeStructures.CellOf(options.Atoms, options.Density);
        Potential = new GeTePotential(Cell, System.Kinds);
        State = new PhasePoint(options.Atoms, 3, positions, new double[positions.Length]);
    }

    /// <summary>Kinds and masses.</summary>
    public ParticleSystem System { get; }

    /// <summary>The cubic cell.</summary>
    public Cell Cell { get; }

    /// <summary>The potential.</summary>
    public GeTePotential Potential { get; }

    /// <summary>The present state; its total momentum is zero.</summary>
    public PhasePoint State { get; }

    /// <summary>Makes a liquid or a glass of a temperature.</summary>
    /// <param name="options">Atoms, composition, density, cooling rate, equilibration, friction and step.</param>
    /// <param name="kelvin">The temperature.</param>
    /// <param name="random">Chance.</param>
    /// <param name="time">Receives the simulated time of each piece of the history, in ps; may be null.</param>
    /// <param name="token">Cancels.</param>
    public static GeTeThermalHistory Liquid(
        GeTeDatasetOptions options, double kelvin, DeterministicRandom random, IProgress<double>? time = null, CancellationToken token = default)
    {
        var history = new GeTeThermalHistory(options, GeTeStructures.Random(options.Atoms, options.Density, random), random, time, token);
        double liquid = Math.Max(kelvin, LiquidTemperature);
        history.Langevin(MeltTemperature, MeltTemperature, MeltPicoseconds, MeltFrictionPicoseconds, MeltStepFemtoseconds);
        history.Langevin(MeltTemperature, liquid, LiquidPicoseconds, MeltFrictionPicoseconds, options.StepFemtoseconds);
        history.Langevin(liquid, kelvin, (liquid - kelvin) / options.CoolingRate, options.FrictionPicoseconds, options.StepFemtoseconds);
        history.Equilibrate(kelvin, options.EquilibrationPicoseconds);
        return history;
    }

    /// <summary>Makes a crystal of a temperature.</summary>
    /// <param name="options">Atoms, density, equilibration, friction and step.</param>
    /// <param name="kelvin">The temperature.</param>
    /// <param name="random">Chance.</param>
    /// <param name="time">Receives the simulated time of each piece of the history, in ps; may be null.</param>
    /// <param name="token">Cancels.</param>
    public static GeTeThermalHistory Crystal(
        GeTeDatasetOptions options, double kelvin, DeterministicRandom random, IProgress<double>? time = null, CancellationToken token = default)
    {
        var history = new GeTeThermalHistory(options, GeTeStructures.RockSalt(options.Atoms, options.Density), random, time, token);
        history.Langevin(kelvin, kelvin, MeltPicoseconds, MeltFrictionPicoseconds, options.StepFemtoseconds);
        history.Equilibrate(kelvin, options.EquilibrationPicoseconds);
        return history;
    }

    /// <summary>The time that <see cref="Liquid"/> simulates, in ps.</summary>
    public static double LiquidDuration(GeTeDatasetOptions options, double kelvin) =>
        MeltPicoseconds + LiquidPicoseconds + (Math.Max(0, LiquidTemperature - kelvin) / options.CoolingRate) + options.EquilibrationPicoseconds;

    /// <summary>The time that <see cref="Crystal"/> simulates, in ps.</summary>
    public static double CrystalDuration(GeTeDatasetOptions options) => MeltPicoseconds + options.EquilibrationPicoseconds;

    /// <summary>Goes on at a temperature.</summary>
    /// <param name="kelvin">The temperature.</param>
    /// <param name="picoseconds">How long; rounded to whole steps.</param>
    public void Equilibrate(double kelvin, double picoseconds) =>
        Langevin(kelvin, kelvin, picoseconds, _options.FrictionPicoseconds, _options.StepFemtoseconds);

    private void Langevin(double from, double to, double picoseconds, double friction, double step)
    {
        long steps = (long)Math.Round(1000 * picoseconds / step);
        if (steps == 0)
        {
            return;
        }

        var ramp = TemperatureRamp.Linear(
            Temperature.FromKelvin(from), Temperature.FromKelvin(to), TimeStep.FromFemtoseconds(1000 * picoseconds));
        var stepper = new LangevinStepper(
            new VelocityVerletStepper(System, Potential, TimeStep.FromFemtoseconds(step)),
            new ThermostatOptions
            {
                Temperature = ramp,
                RelaxationTime = TimeStep.FromFemtoseconds(1000 * friction),
                CenterOfMass = CenterOfMassMotion.Removed,
            })
        {
            Random = _random,
        };
        for (long i = 0; i < steps; i++)
        {
            _token.ThrowIfCancellationRequested();
            stepper.Step(State);
        }

        _time?.Report(picoseconds);
    }
}

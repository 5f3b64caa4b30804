using System.Globalization;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Samples.GeTeQuench;

if (args.Length is not (3 or 4) || !double.TryParse(args[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double picoseconds) || !(picoseconds > 0))
{
    Console.Error.WriteLine("Usage: gete-quench <model directory> <start.xyz or the word crystal> <picoseconds> [<trajectory.xyz to write>]");
    return (int)ErrorKind.Usage;
}

try
{
    // Double is not needed: residuals of 1e-4 are far above the rounding of single precision, which is twice as fast.
    var single = new OnnxModelOptions { Precision = ModelPrecision.Single };
    using OnnxActionModel model = OnnxActionModel.Load(args[0], single);
    using OnnxDirectModel guess = OnnxDirectModel.Load(args[0], single);
    TimeStep step = model.Manifest.TimeStep;
    double cutoff = model.Manifest.Cutoff
        ?? throw new ModelMismatchException($"The model in '{args[0]}' has no cutoff, so it is not meant for periodic systems. Train one with a cutoff.");

    // A start file is a melt, best at 1000 K; the crystal is only heated to that temperature, and melts if the run is long.
    Frame start = args[1] == "crystal" ? Crystal.RockSalt(3) : TrajectoryFile.Read(args[1]).Last();
    if (start.Cell is null)
    {
        throw new DataException($"The last frame of '{args[1]}' has no cell. Give a periodic state, or the word crystal.");
    }

    ParticleSystem system = start.System;
    var cell = new Cell(start.Cell);
    var (hot, cold) = (Temperature.FromKelvin(1000), Temperature.FromKelvin(300));
    var duration = TimeStep.FromFemtoseconds(1000 * picoseconds);
    long steps = Math.Max(Quench.Rows, (long)Math.Round(duration.Value / step.Value));

    // The map: one step of the generating function, solved from the direct model's guess.
    var map = new SymplecticStepper(
        system,
        model,
        new PeriodicNeighbors(cell, system.Count, cutoff, PeriodicNeighbors.ModelSkin),
        new SymplecticStepperOptions
        {
            Corrector = new CorrectorOptions { Tolerance = 1e-4 },
            WarmStart = WarmStart.Direct,
        },
        guess);

    // The bath around it, and a run of both with a seed.
    var bath = new LangevinStepper(map, new ThermostatOptions
    {
        Temperature = TemperatureRamp.Linear(hot, cold, duration),
        RelaxationTime = TimeStep.FromFemtoseconds(500),
    });
    var simulation = new Simulation(bath, start.State, new SimulationOptions { Seed = 1 });
    if (start.State.Momenta.All(p => p == 0))
    {
        MaxwellBoltzmann.Draw(system, hot, simulation.Random, simulation.State.Momenta);
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{system.Kinds.Count(kind => kind == "Ge")} Ge and {system.Kinds.Count(kind => kind == "Te")} Te, {system.Count / cell.Volume:F4} atoms/Å³"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps} steps of {step}, {bath.Options.Temperature}"));
    simulation.Observe(new Quench(system, cell, steps / Quench.Rows, bath));
    using TrajectoryObserver? trajectory = args.Length > 3 ? new TrajectoryObserver(args[3], start.TrajectoryId, start.Cell) : null;
    if (trajectory is not null)
    {
        simulation.Observe(trajectory, interval: 10);
    }

    SimulationResult result = simulation.Run(steps);
    trajectory?.Commit();
    double nanoseconds = simulation.Time * TimeStep.FemtosecondsPerAtomisticUnit * 1e-6;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{nanoseconds / result.Elapsed.TotalDays:F3} ns/day, {simulation.Statistics.MeanEvaluations:F2} evaluations per step, heat taken out {-bath.Heat:F2} eV"));
    return 0;
}
catch (ActionMLException error)
{
    Console.Error.WriteLine(error.Message);
    return (int)error.Kind;
}

using System.Globalization;

using ActionML.Cli;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Demo;

/// <summary>The figure eight with four integrators, one after another so that their times can be compared.</summary>
internal static class Comparison
{
    /// <summary>Runs them and writes a trajectory of each.</summary>
    public static (Dictionary<string, IntegratorFigures> Figures, List<IntegratorSeries> Series) Run(
        DemoOptions options, double step, string directory, IProgressBoard board, CancellationToken token)
    {
        ParticleSystem system = ThreeBodyStates.UnitMasses();
        PhasePoint start = ThreeBodyStates.FigureEight();
        var potential = new GravityPotential(system.Dimension, system.Masses);
        string models = options.ModelDirectory(step);
        using OnnxActionModel action = OnnxActionModel.Load(models);
        using OnnxDirectModel direct = OnnxDirectModel.Load(models);
        using OnnxDirectModel guess = OnnxDirectModel.Load(models);
        using OnnxActionModel probe = OnnxActionModel.Load(models);
        using OnnxDirectModel probeGuess = OnnxDirectModel.Load(models);
        var neighbors = new AllPairs(system.Count, system.Dimension);
        var settings = new SymplecticStepperOptions
        {
            Corrector = options.Corrector,
            WarmStart = WarmStart.Direct,
            Policy = UnconvergedPolicy.KeepAndCount,
        };
        (string Key, string Name, IStepper Stepper)[] integrators =
        [
            ("verlet_reference", Name("Velocity Verlet ", options.FineStep), new VelocityVerletStepper(system, potential, TimeStep.Dimensionless(options.FineStep))),
            ("verlet_same_step", Name("Velocity Verlet ", step), new VelocityVerletStepper(system, potential, TimeStep.Dimensionless(step))),
            ("direct", "Direct model", new DirectStepper(system, direct, new AllPairs(system.Count, system.Dimension))),
            ("action", "Action model", new SymplecticStepper(system, action, neighbors, settings, guess)),
        ];
        var figures = new Dictionary<string, IntegratorFigures>();
        List<IntegratorSeries> series = [];
        foreach ((string key, string name, IStepper stepper) in integrators)
        {
            double h = stepper.TimeStep.Value;
            long steps = (long)Math.Ceiling((options.Duration / h) - 1e-9);
            Certifier? certifier = stepper is SymplecticStepper
                ? new Certifier(new SymplecticStepper(system, probe, new AllPairs(system.Count, system.Dimension), settings, probeGuess), steps)
                : null;
            (IntegratorFigures f, IntegratorSeries s) = ComparedRun.Execute(
                key, name, stepper, start, steps, potential, Path.Combine(directory, key + ".xyz"), Math.Max(1, (long)Math.Round(step / h)), certifier, board.Add(name), token);
            figures[key] = f;
            series.Add(s);
        }

        return (figures, series);
    }

    private static string Name(string name, double step) => string.Create(CultureInfo.InvariantCulture, $"{name}{step}");
}

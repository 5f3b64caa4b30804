using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>One hard step, solved by each rung of the ladder.</summary>
internal static class SolverStage
{
    private static readonly (string Name, CorrectorOptions Options)[] Rungs =
    [
        ("depth 5, mixing 1", new() { Depth = 5, Mixing = 1 }),
        ("depth 5, mixing 0.5", new() { Depth = 5, Mixing = 0.5 }),
        ("depth 10, mixing 1", new() { Depth = 10, Mixing = 1 }),
        ("depth 20, mixing 1", new() { Depth = 20, Mixing = 1 }),
        ("depth 20, mixing 0.5", new() { Depth = 20, Mixing = 0.5 }),
        ("Newton–GMRES", new() { Method = CorrectorMethod.Newton }),
    ];

    /// <summary>Solves from free flight, to the tolerance of runs, and prints what each needed.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="file">The starts of the steps.</param>
    /// <param name="frame">Which, from 1.</param>
    public static void Run(string models, string file, int frame)
    {
        using var model = new LimitModel(models);
        Frame start = ExtendedXyz.Read(file).ElementAt(frame - 1);
        foreach ((string name, CorrectorOptions options) in Rungs)
        {
            var limited = options with { Tolerance = 3e-4, MaxEvaluations = 100 };
            var stepper = new SymplecticStepper(
                start.System, model.Action, model.Neighbors(start), new() { Corrector = limited, Policy = UnconvergedPolicy.KeepAndCount }, hessian: model.Hessian);
            CorrectorResult result = stepper.StepAlone(start.State.Clone());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Path.GetFileNameWithoutExtension(file)}, step {start.Step} | {name} | {result.Status} | {result.Evaluations} + {result.HessianProducts} | {result.Residual:0.0e+0} |"));
        }
    }
}

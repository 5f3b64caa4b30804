using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>One hard step, solved by each rung of the ladder.</summary>
internal static class SolverStage
{
    private const ulong Seed = 33;

    private static readonly (string Name, CorrectorOptions Options)[] Rungs =
    [
        ("depth 5, mixing 1", new() { Depth = 5, Mixing = 1 }),
        ("depth 5, mixing 0.5", new() { Depth = 5, Mixing = 0.5 }),
        ("depth 10, mixing 1", new() { Depth = 10, Mixing = 1 }),
        ("depth 20, mixing 1", new() { Depth = 20, Mixing = 1 }),
        ("depth 20, mixing 0.5", new() { Depth = 20, Mixing = 0.5 }),
        ("Newton–GMRES", new() { Method = CorrectorMethod.Newton }),
    ];

    private static readonly double[] Errors = [0.05, 0.15, 0.5]; // of guesses, in units of s

    /// <summary>Solves to the tolerance of runs, from free flight and from the exact step with an error, and prints what each needed.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="file">The starts of the steps.</param>
    /// <param name="frame">Which, from 1.</param>
    public static void Run(string models, string file, int frame)
    {
        using var model = new LimitModel(models);
        Frame start = ExtendedXyz.Read(file).ElementAt(frame - 1);
        ParticleSystem system = start.System;
        PhasePoint state = start.State;
        double h = model.TimeStep.Value;
        PhasePoint exact = new ReferenceFlow(new GeTePotential(new Cell(start.Cell!), system.Kinds), system).Advance(state, h, TimeStep.FromFemtoseconds(2).Value);
        double[] root = [.. Enumerable.Range(0, system.Coordinates).Select(i => Math.Sqrt(system.Masses[i / 3]))];
        if (model.Direct is not null)
        {
            var stepper = (SymplecticStepper)model.Stepper(start, 3e-4, nameof(CorrectorMethod.Mixing));
            PhasePoint end = state.Clone();
            CorrectorResult result = stepper.StepAlone(end);
            var error = StepError.Between(end, exact, system, h, model.ResidualScale);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Path.GetFileNameWithoutExtension(file)}, step {start.Step} | depth 5, mixing 1, from the direct model | {result.Status} {result.Evaluations}, {error.Momenta:0.000} s from the exact step |"));
        }

        foreach ((string name, CorrectorOptions options) in Rungs)
        {
            var corrector = new Corrector(model.Action, system, options with { Tolerance = 3e-4, MaxEvaluations = 100 }, model.Hessian);
            string[] flight = [Solve([.. state.Momenta.Select((p, i) => h * p / (root[i] * root[i]))], new double[root.Length])];
            IEnumerable<string> near = Errors.Select(error =>
            {
                var random = new DeterministicRandom(Seed);
                double unit = error * model.ResidualScale;
                return Solve(
                    [.. exact.Positions.Select((q, i) => q - state.Positions[i] + (unit * h * random.NextGaussian() / root[i]))],
                    [.. exact.Momenta.Select((p, i) => p - state.Momenta[i] + (unit * random.NextGaussian() * root[i]))]);
            });
            Console.WriteLine($"| {Path.GetFileNameWithoutExtension(file)}, step {start.Step} | {name} | {string.Join(" | ", flight.Concat(near))} |");

            string Solve(double[] dq, double[] dp)
            {
                double[] mid = [.. state.Positions.Select((q, i) => q + (0.5 * dq[i]))];
                CorrectorResult result = corrector.Solve(state, model.Neighbors(start).Update(mid), dq, dp, new double[dq.Length], new double[dq.Length]);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(result.IsConverged ? "" : result.Status + " ")}{result.Evaluations}{(result.HessianProducts > 0 ? " + " + result.HessianProducts : "")}");
            }
        }
    }
}

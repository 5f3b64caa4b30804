using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// The same steps solved by Newton–GMRES from several first guesses: how many roots the midpoint equation shows, how far they are from the exact
/// step, and what energy they have.
/// </summary>
internal static class RootStage
{
    private const double Tolerance = 3e-6;
    private const double Same = 1e-3; // in units of s
    private const ulong Seed = 32;

    private static readonly double[] Noises = [0.1, 0.3, 1.0]; // of the exact Δ, in units of s

    /// <summary>Solves from every frame of a file.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="folder">Where results go.</param>
    /// <param name="file">The starts of the steps.</param>
    /// <param name="stride">Every such frame.</param>
    public static void Run(string models, string folder, string file, int stride)
    {
        using var model = new LimitModel(models);
        var table = new LimitTable(
            Path.Combine(folder, "roots", model.Name + "-" + Path.GetFileNameWithoutExtension(file) + ".csv"),
            "frame", "guess", "converged", "evaluations", "products", "residual", "root", "from_exact", "energy");
        int index = 0;
        foreach (Frame frame in ExtendedXyz.Read(file))
        {
            if (index++ % stride == 0 && !table.Rows.Any(row => row[0] == index.ToString(CultureInfo.InvariantCulture)))
            {
                Solve(model, frame, index, table);
            }
        }

        foreach (IGrouping<string, string[]> frame in table.Rows.GroupBy(row => row[0]))
        {
            string[][] found = [.. frame.Where(row => row[2] == "1")];
            Console.WriteLine($"limit: frame {frame.Key}: {found.Length} of {frame.Count()} guesses converged, {found.Select(row => row[6]).Distinct().Count()} roots; from the exact step {string.Join(" ", found.Select(row => row[7]))}; meV/atom {string.Join(" ", found.Select(row => row[8]))}");
        }
    }

    private static void Solve(LimitModel model, Frame frame, int index, LimitTable table)
    {
        ParticleSystem system = frame.System;
        var cell = new Cell(frame.Cell!);
        var flow = new ReferenceFlow(new GeTePotential(cell, system.Kinds), system);
        double h = model.TimeStep.Value;
        PhasePoint start = frame.State;
        double energy = flow.Energy(start);
        PhasePoint exact = flow.Advance(start, h, TimeStep.FromFemtoseconds(2).Value);
        int n = system.Coordinates;
        double[] dq = [.. exact.Positions.Select((q, i) => q - start.Positions[i])];
        double[] dp = [.. exact.Momenta.Select((p, i) => p - start.Momenta[i])];
        var random = new DeterministicRandom(Seed + (ulong)index);
        List<(string Name, double[] Dq, double[] Dp)> guesses = [("exact", dq, dp), ("flight", [.. start.Momenta.Select((p, i) => h * p / system.Masses[i / 3])], new double[n])];
        if (model.Direct is { } direct)
        {
            direct.Bind(system);
            NeighborList list = model.Neighbors(frame).Update(start.Positions);
            var (q, p) = (new double[n], new double[n]);
            direct.Predict(list, [.. start.Positions.Select((x, i) => x - list.Reference[i])], start.Momenta, q, p);
            guesses.Add(("direct", q, p));
        }

        foreach (double noise in Noises)
        {
            for (int draw = 0; draw < 2; draw++)
            {
                double unit = noise * model.ResidualScale;
                guesses.Add((
                    string.Create(CultureInfo.InvariantCulture, $"noise {noise}"),
                    [.. dq.Select((x, i) => x + (unit * h * random.NextGaussian() / Math.Sqrt(system.Masses[i / 3])))],
                    [.. dp.Select((x, i) => x + (unit * random.NextGaussian() * Math.Sqrt(system.Masses[i / 3])))]));
            }
        }

        var options = new CorrectorOptions { Method = CorrectorMethod.Newton, Tolerance = Tolerance, MaxEvaluations = 40, KrylovDimension = 60 };
        var corrector = new Corrector(model.Action, system, options, model.Hessian);
        List<PhasePoint> roots = [];
        foreach ((string name, double[] guessQ, double[] guessP) in guesses)
        {
            var (q, p) = (new double[n], new double[n]);
            double[] mid = [.. start.Positions.Select((x, i) => x + (0.5 * guessQ[i]))];
            CorrectorResult result = corrector.Solve(frame.State, model.Neighbors(frame).Update(mid), guessQ, guessP, q, p);
            var end = new PhasePoint(system.Count, 3, [.. q.Select((x, i) => start.Positions[i] + x)], [.. p.Select((x, i) => start.Momenta[i] + x)]);
            int root = roots.FindIndex(other => StepError.Between(end, other, system, h, model.ResidualScale).Momenta < Same);
            if (result.IsConverged && root < 0)
            {
                root = roots.Count;
                roots.Add(end);
            }

            table.Add(
                index, name, result.IsConverged ? 1 : 0, result.Evaluations, result.HessianProducts, result.Residual, root,
                StepError.Between(end, exact, system, h, model.ResidualScale).Momenta, 1000 * (flow.Energy(end) - energy) / system.Count);
        }
    }
}

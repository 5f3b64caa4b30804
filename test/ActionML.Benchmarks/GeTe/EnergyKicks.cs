using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// How fast a learned action heats, from reference trajectories alone: no step has to be solved, so that neither tolerance nor chaos
/// matters. (A hundred are, to check the formula.)
/// </summary>
/// <remarks>
/// If S is wrong by δS, a step from x₀ to x₁ changes the energy by δH = ½(∇H(x₀) + ∇H(x₁))·e to first order, with e = J∇δS(x̄), the
/// error of the predicted change at the true midpoint. What of δH belongs to a constant change of the Hamiltonian averages out along a
/// trajectory; the rest is a random walk of variance 2Dt, and a map that preserves phase space then heats by D/kT (the relation of
/// Einstein for the energy).
/// </remarks>
internal static class EnergyKicks
{
    private const double Picoseconds = 100;

    // So many steps are executed as well, and their change of energy compared with δH.
    private const int Executed = 100;

    /// <summary>Prints a row per temperature.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="starts">Start states, named as the benchmark of germanium telluride names them.</param>
    public static int Print(string models, string[] starts)
    {
        using OnnxActionModel model = OnnxActionModel.Load(models, new OnnxModelOptions { Precision = ModelPrecision.Single });
        Console.WriteLine("temperature, K | starts | RMS of δH, meV/atom | of executed steps' change less δH | random walk, (meV/atom)² per 100 ps | heating, meV/atom per 100 ps");
        foreach (IGrouping<string, Walk> group in starts.Select(start => Follow(model, start)).GroupBy(walk => walk.Name))
        {
            Walk[] walks = [.. group];
            double square = walks.Average(walk => walk.Kicks.Average(kick => kick * kick));
            double rest = Math.Sqrt(walks.Average(walk => walk.SquareOfRest));
            (double growth, double error) = RandomWalk.Of(walks.Select(walk => walk.Kicks), walks[0].Step / 1000); // meV² per ps, per atom²
            double thermal = walks.Average(walk => walk.Thermal);
            double heating = 100 * growth * walks[0].Atoms / (2e3 * thermal);
            Console.WriteLine(FormattableString.Invariant(
                $"{Temperature.FromElectronVolts(thermal).DisplayValue:0} | {walks.Length} | {Math.Sqrt(square):0.000} | {rest:0.000} | {100 * growth:0.00} ± {100 * error:0.00} | {heating:0.00}"));
        }

        return 0;
    }

    private static Walk Follow(OnnxActionModel model, string start)
    {
        var midpoint = new MidpointKicks(model, start);
        ParticleSystem system = midpoint.System;
        var flow = new ReferenceFlow(midpoint.Potential, system);
        var stepper = new SymplecticStepper(
            system, model, midpoint.Neighbors, new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = 1e-5, MaxEvaluations = 60 } });
        double step = model.Manifest.TimeStep.DisplayValue;
        int n = system.Coordinates;
        PhasePoint before = midpoint.Start.Clone();
        PhasePoint after = before.Clone();
        double[] forcesBefore = new double[n];
        double[] forcesAfter = new double[n];
        var kicks = new List<double>();
        double squareOfRest = 0;
        double thermal = 0;
        midpoint.Potential.Evaluate(before.Positions, forcesBefore);
        for (int count = (int)(1000 * Picoseconds / step); kicks.Count < count;)
        {
            for (int i = 0; i < midpoint.Lag; i++)
            {
                midpoint.Reference.Step(after);
            }

            midpoint.Potential.Evaluate(after.Positions, forcesAfter);
            midpoint.Evaluate(before, forcesBefore, after, forcesAfter);
            double kick = midpoint.Predicted.Sum() - midpoint.True.Sum();
            if (kicks.Count < Executed)
            {
                PhasePoint executed = before.Clone();
                stepper.ResetHistory();
                stepper.Step(executed);
                double rest = flow.Energy(executed) - flow.Energy(after) - kick;
                squareOfRest += 1e6 * rest * rest / (system.Count * system.Count * Executed);
            }

            kicks.Add(1e3 * kick / system.Count);
            thermal += 2 * Observables.KineticEnergy(system, after) / (n - system.Dimension) / count;
            after.CopyTo(before);
            forcesAfter.CopyTo(forcesBefore, 0);
        }

        // As in 216-0.50-0900K-1.xyz: the last part is the number of the start.
        string name = Path.GetFileNameWithoutExtension(start);
        return new Walk(name[..name.LastIndexOf('-')], system.Count, thermal, step, [.. kicks], squareOfRest);
    }

    // Thermal: kT in eV.
    private sealed record Walk(string Name, int Atoms, double Thermal, double Step, double[] Kicks, double SquareOfRest);
}

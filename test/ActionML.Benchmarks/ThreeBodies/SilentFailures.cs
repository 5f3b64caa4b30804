using System.Text.Json;

using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// Whether steps of three bodies that are reported as converged are: a million of them, from states that were not trained on
/// into close encounters that no training has. See <see cref="StepChecker"/>.
/// </summary>
internal static class SilentFailures
{
    private const double Tolerance = 1e-8;
    private const long StepsPerStart = 400;
    private const int Replicas = 64;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Runs it, 64 starts at a time in a group per core.</summary>
    /// <param name="models">The folder of the three-body model.</param>
    /// <param name="folder">Where <c>failures.json</c> goes, after every 64 starts.</param>
    /// <param name="steps">How many steps at least.</param>
    /// <returns>5 when a step that was reported as converged is not.</returns>
    public static int Run(string models, string folder, long steps)
    {
        using OnnxActionModel action = OnnxActionModel.Load(models);
        using OnnxDirectModel direct = OnnxDirectModel.Load(models);
        using OnnxHessianModel hessian = OnnxHessianModel.Load(models);
        ParticleSystem system = ThreeBodyStates.UnitMasses();
        EvaluationGroup[] groups = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new EvaluationGroup(system, action.Share, direct.Share))];
        EvaluationGroup[] groupOf = [.. Enumerable.Range(0, Replicas).Select(k => groups[k % groups.Length])];
        var options = new ThreeBodyDatasetOptions { Trajectories = 1_000_000, UnequalMassShare = 0, Duration = 0.25, FrameSpacing = 0.25, Seed = 5005 };
        IEnumerable<Frame> starts = ThreeBodyDataset.Generate(options).Where((_, i) => i % options.FramesPerTrajectory == 0);
        List<StepChecker> checkers = [];
        List<StepStatistics> statistics = [];
        int reported = 0;
        string text = "";
        foreach (Frame[] chunk in starts.Chunk(Replicas))
        {
            Simulation[] runs = [.. chunk.Select((start, k) => Make(start, groupOf[k]))];
            IReadOnlyList<SimulationResult> ends = new ReplicaSimulation(runs, new ReplicaOptions { Groups = groupOf }).TryRun(StepsPerStart);
            reported += ends.Count(end => end.End == SimulationEnd.StepRejected);
            statistics.AddRange(runs.Select(run => run.Statistics));
            text = JsonSerializer.Serialize(Summary(), Json);
            AtomicFile.WriteAllText(Path.Combine(folder, "failures.json"), text + "\n");
            if (statistics.Sum(s => s.Steps) >= steps)
            {
                break;
            }
        }

        Console.WriteLine(text);
        foreach (EvaluationGroup group in groups)
        {
            group.Dispose();
        }

        return checkers.Any(c => c.Silent + c.OtherRoots > 0) ? 5 : 0;

        Simulation Make(Frame start, EvaluationGroup group)
        {
            var corrector = new CorrectorOptions { Tolerance = Tolerance };
            var pairs = new AllPairs(system.Count, system.Dimension);
            var stepper = new SymplecticStepper(system, group.CreateAction(), pairs, new() { Corrector = corrector, WarmStart = WarmStart.Direct }, group.CreateDirect());
            var newton = new SymplecticStepperOptions { Corrector = corrector with { Method = CorrectorMethod.Newton }, WarmStart = WarmStart.None };
            var other = new SymplecticStepper(system, action.Share(), new AllPairs(system.Count, system.Dimension), newton, hessian: hessian.Share());
            var checker = new StepChecker(group.CreateAction(), other, new GravityPotential(system.Dimension, system.Masses), Tolerance);
            checkers.Add(checker);
            return new Simulation(stepper, start.State.Clone()).Observe(checker);
        }

        object Summary() => new
        {
            Tolerance,
            Starts = checkers.Count,
            Steps = statistics.Sum(s => s.Steps),
            MeanEvaluations = (double)statistics.Sum(s => s.Evaluations) / statistics.Sum(s => s.Steps),
            ReportedFailures = reported,
            SilentFailures = checkers.Sum(c => c.Silent),
            LargestResidualInTolerances = checkers.Max(c => c.LargestResidual),
            SolvedAgain = checkers.Sum(c => c.Roots),
            NotSolvedAgain = checkers.Sum(c => c.NotCompared),
            OtherRoots = checkers.Sum(c => c.OtherRoots),
            LargestDistanceInTolerances = checkers.Max(c => c.LargestDistance),
            StepsWithEnergyJump = checkers.Sum(c => c.Jumps),
        };
    }
}

using System.Security.Cryptography;
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

    /// <summary>Runs it, 64 starts at a time in a group per thread, from where the file that is there ends.</summary>
    /// <param name="models">The folder of the three-body model.</param>
    /// <param name="folder">Where <c>failures.json</c> goes, after every 64 starts.</param>
    /// <param name="steps">How many steps at least, with those of the file.</param>
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
        string path = Path.Combine(folder, "failures.json");
        string model = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(models, "action.f64.onnx"))));
        FailureFigures figures = File.Exists(path) ? JsonSerializer.Deserialize<FailureFigures>(File.ReadAllText(path), Json)! : new FailureFigures(Tolerance, model);
        if (figures.Tolerance != Tolerance || figures.ModelSha256 != model)
        {
            throw new UsageException($"'{path}' is of another model or tolerance. Delete it, or move it away, to begin anew.");
        }

        List<StepChecker> checkers = [];
        foreach (Frame[] chunk in starts.Skip(figures.Starts).Chunk(Replicas).TakeWhile(_ => figures.Steps < steps))
        {
            checkers.Clear();
            Simulation[] runs = [.. chunk.Select((start, k) => Make(start, groupOf[k]))];
            IReadOnlyList<SimulationResult> ends = new ReplicaSimulation(runs, new ReplicaOptions { Groups = groupOf }).TryRun(StepsPerStart);
            figures = figures.With([.. runs.Select(run => run.Statistics)], checkers, ends.Count(end => end.End == SimulationEnd.StepRejected));
            AtomicFile.WriteAllText(path, JsonSerializer.Serialize(figures, Json) + "\n");
        }

        Console.WriteLine(JsonSerializer.Serialize(figures, Json));
        foreach (EvaluationGroup group in groups)
        {
            group.Dispose();
        }

        return figures.SilentFailures + figures.OtherRoots > 0 ? 5 : 0;

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
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using ActionML.Cli;
using ActionML.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Benchmarks;

/// <summary>
/// ActionML beside eager PyTorch: the same networks, weights and states, checked to be the same; gradients, corrected steps
/// and training steps in turns within one run. Ratios above one mean that ActionML is faster.
/// </summary>
internal sealed class PeersBenchmark(string python, string scripts, string folder, bool quick)
{
    // Solvers of test/peers/evaluation.py. The first three differ in precision alone; the fastest of them counts.
    private static readonly string[] FlashMD = ["flashmd", "flashmd-double-unknowns", "flashmd-double"];
    private const string Same = "actionml"; // our mixing without springs, on both sides
    private static readonly string[] Solvers = [.. FlashMD, "flashmd-loose", Same];

    private readonly Contest _contest = quick ? new Contest(Rounds: 3, Seconds: 0.7) : new Contest(Rounds: 9, Seconds: 1.5);

    /// <summary>Runs it and writes peers.json.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="startFile">A state of 216 atoms.</param>
    public int Run(string models, string startFile)
    {
        Frame start = ExtendedXyz.Read(startFile).First();
        var small = new PeerProblem(models, start, states: quick ? 8 : 20);
        var large = new PeerProblem(models, RepeatedCell.Of(start, 2), states: 1);
        string smallFolder = Path.Combine(folder, "peers-216");
        string largeFolder = Path.Combine(folder, "peers-1728");
        small.Write(smallFolder, reference: true);
        large.Write(largeFolder, reference: false);

        TrainingComparison gete = Train(TrainingProblem.GeTe(small.Action, small.Frames), "peers-training-216");
        TrainingComparison bodies = Train(TrainingProblem.ThreeBodies(batchSize: null), "peers-training-three-bodies");

        object deviations;
        string torch;
        PeerComparison gradient;
        PeerComparison largeGradient;
        Dictionary<string, PeerComparison> steps;
        StepAccuracy[] accuracies;
        string script = Path.Combine(scripts, "evaluation.py");
        using (var single = new PeerProcess(python, script, smallFolder, threads: 1))
        using (var both = new PeerProcess(python, script, smallFolder, threads: 2))
        using (var largeSingle = new PeerProcess(python, script, largeFolder, threads: 1))
        using (var largeBoth = new PeerProcess(python, script, largeFolder, threads: 2))
        {
            torch = single.Version;
            deviations = new
            {
                Float64 = single.Deviation("float64"),
                Float32 = single.Deviation("float32"),
                Float32Of1728 = largeSingle.Deviation("float32"),
            };
            Console.WriteLine($"The networks are the same, relative deviations: {deviations}");
            gradient = Gradients("∂S, 216 atoms", small, single, both);
            largeGradient = Gradients("∂S, 1728 atoms", large, largeSingle, largeBoth);
            (steps, accuracies) = Steps(small, single, both, smallFolder);
        }

        string path = Path.Combine(folder, quick ? "peers-quick.json" : "peers.json");
        File.WriteAllText(path, JsonSerializer.Serialize(
            new
            {
                Date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'"),
                Processors = Environment.ProcessorCount,
                Versions = new { Torch = torch, OnnxRuntime = OrtEnv.Instance().GetVersionString(), Dotnet = RuntimeInformation.FrameworkDescription },
                _contest.Rounds,
                SecondsPerRound = _contest.Seconds,
                ratio_gradient_216 = gradient.Ratio,
                ratio_gradient_1728 = largeGradient.Ratio,
                ratio_step_flashmd_settings_216 = FlashMD.Min(solver => steps[solver].Ratio),
                ratio_step_same_settings_216 = steps[Same].Ratio,
                ratio_training_216 = gete.Ratio,
                ratio_training_three_bodies = bodies.Ratio,
                Deviations = deviations,
                Gradients = new[] { gradient, largeGradient },
                Steps = steps.Values,
                StepAccuracies = accuracies,
                Training = new[] { gete, bodies },
            },
            ProblemFile.Json) + "\n");
        Console.WriteLine($"benchmark: wrote {path}");
        return 0;
    }

    private PeerComparison Gradients(string work, PeerProblem problem, PeerProcess single, PeerProcess both)
    {
        using var one = new GradientContestant(problem, threads: 1);
        using var two = new GradientContestant(problem, threads: 2);
        var result = new PeerComparison(work, _contest, [one, two], Peers("gradient", single, both));
        result.Show();
        return result;
    }

    private (Dictionary<string, PeerComparison> Steps, StepAccuracy[] Accuracies) Steps(
        PeerProblem problem, PeerProcess single, PeerProcess both, string problemFolder)
    {
        using var one = new StepContestant(problem, threads: 1, usesPairStiffness: true);
        using var two = new StepContestant(problem, threads: 2, usesPairStiffness: true);
        using var plainOne = new StepContestant(problem, threads: 1, usesPairStiffness: false);
        using var plainTwo = new StepContestant(problem, threads: 2, usesPairStiffness: false);
        StepAccuracy[] accuracies = [Ours("ActionML", one), Ours("ActionML, without springs", plainOne), .. Solvers.Select(Solve)];
        Console.WriteLine();
        foreach (StepAccuracy accuracy in accuracies)
        {
            Console.WriteLine($"  {accuracy}");
        }

        var steps = new Dictionary<string, PeerComparison>();
        foreach (string solver in Solvers)
        {
            steps[solver] = new PeerComparison(
                $"Step, {problem.Start.System.Count} atoms, PyTorch with {solver}", _contest, solver == Same ? [plainOne, plainTwo] : [one, two], Peers("step " + solver, single, both));
            steps[solver].Show();
        }

        return (steps, accuracies);

        StepAccuracy Ours(string name, StepContestant contestant)
        {
            (double[] deltas, int[] evaluations) = contestant.Solve();
            return StepAccuracy.Measure(problem, name, deltas, evaluations);
        }

        StepAccuracy Solve(string solver)
        {
            string file = Path.Combine(problemFolder, solver + ".bin");
            single.Begin($"solve {solver} {file}");
            int[] spent = [.. single.Finish().GetProperty("evaluations").EnumerateArray().Select(value => value.GetInt32())];
            return StepAccuracy.Measure(
                problem, "PyTorch, " + solver, MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray(), spent);
        }
    }

    private TrainingComparison Train(TrainingProblem problem, string name)
    {
        var result = new TrainingComparison(problem, python, scripts, Path.Combine(folder, name), _contest, torchSharp: false);
        result.Show();
        return result;
    }

    private static Contestant[] Peers(string task, PeerProcess single, PeerProcess both) =>
        [new PeerContestant([single], 1, task), new PeerContestant([both], 2, task)];
}

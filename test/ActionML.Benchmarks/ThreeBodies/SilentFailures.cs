using System.Text.Json;

using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// Whether steps of three bodies that are reported as converged are: a million of them, from states that were not trained on
/// into close encounters that no training has. Every step's residual is computed again from its two ends; every hundredth is solved once more
/// by Newton–GMRES from free flight, which must find the same root.
/// </summary>
internal sealed class SilentFailures
{
    private const int StepsPerStart = 400;
    private const int RootInterval = 100;
    private const double SameRoot = 1e3; // two solutions to τ are closer than this many τ, two roots are not
    private const double Jump = 0.1; // relative change of the energy in one step: the model is wrong, whatever the solver

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly Lock _lock = new();
    private readonly double _tolerance;
    private readonly string _path;
    private long _starts, _steps, _evaluations, _rejected, _residuals, _roots, _otherRoots, _uncompared, _jumps;
    private double _largestResidual, _largestDistance;

    private SilentFailures(double tolerance, string path) => (_tolerance, _path) = (tolerance, path);

    /// <summary>Runs it.</summary>
    /// <param name="models">The folder of the three-body model.</param>
    /// <param name="folder">Where <c>failures.json</c> goes.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>5 when a step that was reported as converged is not.</returns>
    public static int Run(string models, string folder, long steps)
    {
        var failures = new SilentFailures(tolerance: 1e-8, Path.Combine(folder, "failures.json"));
        failures.Measure(models, steps);
        Console.WriteLine(failures.Write());
        return failures._residuals + failures._otherRoots > 0 ? 5 : 0;
    }

    private string Write()
    {
        lock (_lock)
        {
            string text = JsonSerializer.Serialize(Summary(), Json);
            AtomicFile.WriteAllText(_path, text + "\n");
            return text;
        }
    }

    private object Summary() => new
    {
        Tolerance = _tolerance,
        Starts = _starts,
        Steps = _steps,
        MeanEvaluations = (double)_evaluations / _steps,
        ReportedFailures = _rejected,
        SilentResiduals = _residuals,
        LargestResidualInTolerances = _largestResidual / _tolerance,
        RootsCompared = _roots,
        RootsNotCompared = _uncompared,
        OtherRoots = _otherRoots,
        LargestDistanceInTolerances = _largestDistance / _tolerance,
        StepsWithEnergyJump = _jumps,
    };

    private void Measure(string models, long steps)
    {
        using OnnxActionModel action = OnnxActionModel.Load(models);
        using OnnxDirectModel direct = OnnxDirectModel.Load(models);
        using OnnxHessianModel hessian = OnnxHessianModel.Load(models);
        var options = new ThreeBodyDatasetOptions { Trajectories = 1_000_000, Duration = 0.25, FrameSpacing = 0.25, Seed = 5005, Threads = 1 };
        using IEnumerator<Frame> frames = ThreeBodyDataset.Generate(options).Where((_, i) => i % options.FramesPerTrajectory == 0).GetEnumerator();
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            using OnnxActionModel mine = action.Share();
            using OnnxActionModel checking = action.Share();
            using OnnxActionModel second = action.Share();
            using OnnxDirectModel guess = direct.Share();
            using OnnxHessianModel product = hessian.Share();
            while (Interlocked.Read(ref _steps) < steps)
            {
                Frame start;
                lock (_lock)
                {
                    frames.MoveNext();
                    start = frames.Current;
                }

                Follow(start, mine, guess, checking, second, product);
                Write();
            }
        });
    }

    private void Follow(
        Frame start, OnnxActionModel action, OnnxDirectModel guess, OnnxActionModel checking, OnnxActionModel second, OnnxHessianModel product)
    {
        ParticleSystem system = start.System;
        var corrector = new CorrectorOptions { Tolerance = _tolerance };
        var stepper = new SymplecticStepper(
            system, action, new AllPairs(system.Count, system.Dimension), new() { Corrector = corrector, WarmStart = WarmStart.Direct, Policy = UnconvergedPolicy.KeepAndCount }, guess);
        var other = new SymplecticStepper(
            system,
            second,
            new AllPairs(system.Count, system.Dimension),
            new() { Corrector = corrector with { Method = CorrectorMethod.Newton }, WarmStart = WarmStart.None, Policy = UnconvergedPolicy.KeepAndCount },
            hessian: product);
        checking.Bind(system);
        var residual = new IndependentResidual(checking, system);
        var gravity = new GravityPotential(system.Dimension, system.Masses);
        PhasePoint state = start.State.Clone();
        PhasePoint before = state.Clone();
        PhasePoint again = state.Clone();
        double[] forces = new double[system.Coordinates];
        double energy = Energy();
        Interlocked.Increment(ref _starts);
        for (int step = 0; step < StepsPerStart; step++)
        {
            StepReport report = stepper.TryStep(state);
            Interlocked.Increment(ref _steps);
            Interlocked.Add(ref _evaluations, report.Evaluations);
            if (!report.IsConverged)
            {
                Interlocked.Increment(ref _rejected);
                return;
            }

            double found = residual.Of(before, state);
            bool compared = step % RootInterval == 0;
            bool isRoot = false;
            double distance = 0;
            if (compared)
            {
                before.CopyTo(again);
                isRoot = other.StepAlone(again).IsConverged;
                distance = residual.Between(state, again);
            }

            double changed = Energy();
            lock (_lock)
            {
                _largestResidual = Math.Max(_largestResidual, found);
                _residuals += found <= 2 * _tolerance ? 0 : 1;
                _jumps += Math.Abs(changed - energy) <= Jump * Math.Abs(energy) ? 0 : 1;
                if (compared && isRoot)
                {
                    _roots++;
                    _largestDistance = Math.Max(_largestDistance, distance);
                    _otherRoots += distance <= SameRoot * _tolerance ? 0 : 1;
                }
                else if (compared)
                {
                    _uncompared++;
                }
            }

            energy = changed;
            state.CopyTo(before);
        }

        double Energy() => gravity.Evaluate(state.Positions, forces) + Observables.KineticEnergy(system, state);
    }
}

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>Measures one system on one device.</summary>
/// <param name="models">The models.</param>
/// <param name="start">The system and its state.</param>
/// <param name="request">What was asked.</param>
/// <param name="token">Cancels.</param>
internal sealed class BenchCase(BenchModels models, Frame start, BenchRequest request, CancellationToken token)
{
    /// <summary>Relative difference between the momenta of the first and the last replica: their solves then differ, and their sums stay zero.</summary>
    private const double Apart = 1e-2;

    private readonly ParticleSystem _system = start.System;

    /// <summary>How steps are solved: as in a run, but those that do not converge are kept and counted.</summary>
    private SymplecticStepperOptions Stepper => new()
    {
        Corrector = new CorrectorOptions { Tolerance = Tolerance },
        WarmStart = models.Direct is null ? WarmStart.Extrapolation : WarmStart.Direct,
        Policy = UnconvergedPolicy.KeepAndCount,
    };

    /// <summary>The corrector's tolerance.</summary>
    public double Tolerance => request.Tolerance ?? RunSetup.ToleranceFor(models.Action.Manifest.Precision);

    /// <summary>Median time of a gradient.</summary>
    public double Gradient(out int neighbors)
    {
        using OnnxActionModel model = models.Action.Share();
        model.Bind(_system);
        NeighborList list = Neighbors().Update(start.State.Positions);
        neighbors = list.Capacity;
        return Evaluations((u, p, dq, dp) => model.Evaluate(list, u, p, dq, dp));
    }

    /// <summary>Median time of a prediction of the direct model; null without one.</summary>
    public double? Prediction()
    {
        if (models.Direct is null)
        {
            return null;
        }

        using OnnxDirectModel model = models.Direct.Share();
        model.Bind(_system);
        NeighborList list = Neighbors().Update(start.State.Positions);
        return Evaluations((u, p, dq, dp) => model.Predict(list, u, p, dq, dp));
    }

    /// <summary>Steps of a single run.</summary>
    /// <param name="onDevice">Whether they are solved where the model runs.</param>
    public BenchSteps Steps(bool onDevice)
    {
        // A model that is timed from outside would be solved for on the host.
        using IActionModel model = onDevice ? models.Resident!.Share() : models.Action.Share();
        using OnnxDirectModel? direct = models.Direct?.Share();
        TimedAction? timed = onDevice ? null : new TimedAction(model);
        TimedGuess? guess = direct is null ? null : new TimedGuess(direct);
        var neighbors = new TimedNeighbors(Neighbors());
        var stepper = new SymplecticStepper(_system, timed ?? model, neighbors, Stepper, guess);
        PhasePoint state = start.State.Clone();
        int evaluations = 0;
        int unconverged = 0;
        int steady = 0;
        long allocated = 0;
        Repetition made = Repetition.Of(
            () =>
            {
                neighbors.BeginStep();
                long before = GC.GetAllocatedBytesForCurrentThread();
                StepReport report = stepper.TryStep(state);
                if (!neighbors.HasNewCapacity)
                {
                    steady++;
                    allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                }

                evaluations += report.Evaluations;
                unconverged += report.IsConverged ? 0 : 1;
            },
            request.Seconds,
            token,
            warmed: () =>
            {
                timed?.Reset();
                guess?.Clock.Reset();
                neighbors.Clock.Reset();
                (evaluations, unconverged, steady, allocated) = (0, 0, 0, 0);
            });
        double total = made.Total;
        double? predicted = guess?.Clock.Elapsed.TotalSeconds;
        return new BenchSteps
        {
            CorrectorOn = onDevice ? "device" : "host",
            Measured = made.Count,
            StepMs = 1e3 * made.Median,
            StepsPerSecond = made.Count / total,
            Speed = Speed(made.Count / total),
            EvaluationsPerStep = (double)evaluations / made.Count,
            Unconverged = unconverged,
            ModelShare = timed is null ? null : (timed.Seconds + (predicted ?? 0)) / total,
            DirectModelShare = predicted / total,
            NeighborShare = neighbors.Clock.Elapsed.TotalSeconds / total,
            BytesAllocatedPerStep = (double)allocated / Math.Max(1, steady),
        };
    }

    /// <summary>Replicas, as a run makes them.</summary>
    /// <param name="singleMs">Milliseconds of a step of a single run.</param>
    public BenchReplicas Replicas(double singleMs)
    {
        int threads = Environment.ProcessorCount;
        using var groups = new ReplicaGroups(request.Replicas, threads, request.Models.ExecutionTarget.CudaDevice is not null, asked: null);
        List<IDisposable> shared = [];
        try
        {
            Simulation[] runs = [.. Enumerable.Range(0, request.Replicas).Select(Replica)];
            ReplicaPace Pace(long steps) => ReplicaPace.Of(runs, threads, steps, groups.Groups, token);
            Pace(1);

            // Some rounds in the time, so that a median means something.
            long each = (long)Math.Clamp(request.Seconds / 8 * Pace(1).StepsPerSecond / runs.Length, 1, 1000);
            List<ReplicaPace> paces = [];
            Repetition.Of(() => paces.Add(Pace(each)), request.Seconds, token, warmed: paces.Clear);
            double step = Repetition.MedianOf(paces.Select(pace => 1 / pace.StepsPerSecond));
            return new BenchReplicas
            {
                Count = request.Replicas,
                Group = groups.Groups?.Count(group => group == groups.Groups[0]) ?? 1,
                Threads = Math.Min(threads, request.Replicas),
                StepMs = 1e3 * step,
                OverSingle = 1e3 * step / singleMs,
                Speed = Speed(1 / step),
                EvaluationsPerStep = paces.Average(pace => pace.EvaluationsPerStep),
            };
        }
        finally
        {
            shared.ForEach(model => model.Dispose());
        }

        Simulation Replica(int k)
        {
            OnnxActionModel own = models.Action.Share();
            shared.Add(own);
            OnnxDirectModel? ownGuess = models.Direct?.Share();
            if (ownGuess is not null)
            {
                shared.Add(ownGuess);
            }

            (IActionModel model, IDirectModel? guess) = groups.Join(_system, own, ownGuess);
            PhasePoint state = start.State.Clone();
            for (int i = 0; i < state.Momenta.Length; i++)
            {
                state.Momenta[i] *= 1 + (Apart * k / request.Replicas);
            }

            return new Simulation(new SymplecticStepper(_system, model, Neighbors(), Stepper, guess), state);
        }
    }

    private double Evaluations(EvaluateOnce evaluate)
    {
        double[] zeros = new double[_system.Coordinates];
        double[] deltaPositions = new double[zeros.Length];
        double[] deltaMomenta = new double[zeros.Length];
        return Repetition.Of(() => evaluate(zeros, start.State.Momenta, deltaPositions, deltaMomenta), request.Seconds, token).Median;
    }

    private double Speed(double stepsPerSecond) =>
        RunSpeed.Of(stepsPerSecond * models.Action.Manifest.TimeStep.Value, TimeSpan.FromSeconds(1), _system.Units);

    private INeighborSource Neighbors() => start.Cell is { } cell && models.Action.Manifest.Cutoff is { } cutoff
        ? new PeriodicNeighbors(new Cell(cell), _system.Count, Math.Max(cutoff, models.Direct?.Manifest.Cutoff ?? 0), PeriodicNeighbors.ModelSkin)
        : new AllPairs(_system.Count, _system.Dimension);

    private delegate void EvaluateOnce(double[] displacements, double[] momenta, double[] deltaPositions, double[] deltaMomenta);
}

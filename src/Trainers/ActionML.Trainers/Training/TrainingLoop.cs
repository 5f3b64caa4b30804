using System.Diagnostics;
using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Iterations, validations, early stopping and checkpoints around the engines of a training's stages.</summary>
internal sealed class TrainingLoop(
    ModelKind kind, IReadOnlyList<TrainingStage> stages, NetworkScales scales, TrainingOptions options, PairSet pairs) : IDisposable
{
    private readonly List<TrainingProgress> _history = [];
    private readonly Stopwatch _watch = new();
    private ITrainingEngine _engine = stages[0].Open();
    private int _stage;
    private TimeSpan _earlier;
    private long _iteration;
    private int _sinceBest;
    private int _kept; // place in the history of the best report of this stage
    private double _best = double.PositiveInfinity;

    private TimeSpan Elapsed => _earlier + _watch.Elapsed;

    /// <summary>Trains to the end and leaves the best averaged weights in the store.</summary>
    public TrainingSummary Run(ParameterStore parameters, IProgress<TrainingProgress>? progress, CancellationToken token)
    {
        string fingerprint = TrainingCheckpoint.Fingerprint(kind, pairs, options);
        var best = parameters.Clone();
        if (options.CheckpointPath is { } path && File.Exists(path))
        {
            TrainingCheckpoint.Read(path, fingerprint, Restore);
        }

        _watch.Start();
        double sum = 0;
        long start = _iteration;
        double fraction = Fraction;
        while (fraction < 1)
        {
            token.ThrowIfCancellationRequested();
            if (fraction >= stages[_stage].End || _sinceBest >= options.Patience)
            {
                if (_stage == stages.Count - 1)
                {
                    break;
                }

                BeginNextStage();
            }

            TrainingLoss loss = _engine.Step(stages[_stage].Batches.Training(_iteration), LearningRateSchedule.At(options, _iteration, fraction));
            sum += (options.PositionWeight!.Value * loss.Positions) + loss.Momenta;
            _iteration++;
            fraction = Fraction;
            if (_iteration % options.ValidationInterval == 0 || fraction >= 1)
            {
                Report(sum / (_iteration - start), best, progress);
                (sum, start) = (0, _iteration);
                if (options.CheckpointPath is { } checkpoint)
                {
                    TrainingCheckpoint.Write(checkpoint, fingerprint, writer => Save(writer, best));
                }
            }
        }

        foreach (string name in best.Names)
        {
            parameters[name] = best[name];
        }

        TrainingProgress kept = _history[_kept];
        return new TrainingSummary(
            _iteration, Elapsed, pairs.Training.Count, pairs.Validation.Count, pairs.OutliersLeftOut,
            kept.ValidationRmsePositions, kept.ValidationRmseMomenta, _history)
        {
            RelativeErrorPositions = kept.ValidationRmsePositions / (scales.TimeStep * scales.PositionChange),
            RelativeErrorMomenta = kept.ValidationRmseMomenta / scales.MomentumChange,
        };

        void Restore(BinaryReader reader)
        {
            Open(reader.ReadInt32());
            _iteration = reader.ReadInt64();
            _earlier = TimeSpan.FromTicks(reader.ReadInt64());
            _sinceBest = reader.ReadInt32();
            _kept = reader.ReadInt32();
            _best = reader.ReadDouble();
            foreach (string name in best.Names)
            {
                Binary.Read<double>(reader, best[name]);
            }

            int count = reader.ReadInt32();
            for (int i = 0; i < count; i++)
            {
                _history.Add(new TrainingProgress(
                    kind, reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(),
                    reader.ReadDouble(), reader.ReadDouble(), TimeSpan.FromTicks(reader.ReadInt64()), TimeSpan.FromTicks(reader.ReadInt64())));
            }

            _engine.Restore(reader);
        }
    }

    public void Dispose() => _engine.Dispose();

    private double Fraction => Math.Max(
        (double)_iteration / options.MaxIterations,
        options.MaxTime is { } limit ? Elapsed / limit : 0);

    /// <summary>Goes on with the optimizer as it is. The best so far was so by another loss: none of it is kept.</summary>
    private void BeginNextStage()
    {
        using var state = new MemoryStream();
        using var writer = new BinaryWriter(state);
        _engine.Save(writer);
        Open(_stage + 1);
        state.Position = 0;
        using var reader = new BinaryReader(state);
        _engine.Restore(reader);
        _sinceBest = 0;
        _best = double.PositiveInfinity;
    }

    private void Open(int stage)
    {
        if (stage != _stage)
        {
            _engine.Dispose();
            _engine = stages[stage].Open();
            _stage = stage;
        }
    }

    private void Report(double loss, ParameterStore best, IProgress<TrainingProgress>? progress)
    {
        BatchSource batches = stages[_stage].Batches;
        double positions = 0;
        double momenta = 0;
        for (int batch = 0; batch < batches.ValidationBatches; batch++)
        {
            TrainingLoss validation = _engine.Validate(batches.Validation(batch));
            positions += validation.Positions / batches.ValidationBatches;
            momenta += validation.Momenta / batches.ValidationBatches;
        }

        double score = (options.PositionWeight!.Value * positions) + momenta;
        if (!double.IsFinite(score) || !double.IsFinite(loss))
        {
            throw new DataException(
                $"The training diverged after {_iteration} iterations: the loss is {loss}, the validation loss {score}. Lower the learning rate ({options.LearningRate}) or look for extreme pairs in the data.");
        }

        if (score < _best)
        {
            _best = score;
            _sinceBest = 0;
            _kept = _history.Count;
            _engine.ReadAverage(best);
        }
        else
        {
            _sinceBest++;
        }

        double fraction = Math.Min(1, Fraction);
        var report = new TrainingProgress(
            kind,
            _iteration,
            (double)_iteration / batches.BatchesPerEpoch,
            fraction,
            loss,
            Math.Sqrt(positions) * scales.TimeStep * scales.PositionChange,
            Math.Sqrt(momenta) * scales.MomentumChange,
            Elapsed,
            Elapsed * ((1 - fraction) / fraction));
        _history.Add(report);
        progress?.Report(report);
    }

    private void Save(BinaryWriter writer, ParameterStore best)
    {
        writer.Write(_stage);
        writer.Write(_iteration);
        writer.Write(Elapsed.Ticks);
        writer.Write(_sinceBest);
        writer.Write(_kept);
        writer.Write(_best);
        foreach (string name in best.Names)
        {
            Binary.Write<double>(writer, best[name]);
        }

        writer.Write(_history.Count);
        foreach (TrainingProgress report in _history)
        {
            writer.Write(report.Iteration);
            writer.Write(report.Epoch);
            writer.Write(report.Fraction);
            writer.Write(report.Loss);
            writer.Write(report.ValidationRmsePositions);
            writer.Write(report.ValidationRmseMomenta);
            writer.Write(report.Elapsed.Ticks);
            writer.Write(report.Remaining.Ticks);
        }

        _engine.Save(writer);
    }
}

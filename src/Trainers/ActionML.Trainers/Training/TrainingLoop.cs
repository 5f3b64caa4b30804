using System.Diagnostics;
using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Iterations, validations, early stopping and checkpoints around an engine.</summary>
internal sealed class TrainingLoop(
    ModelKind kind, ITrainingEngine engine, BatchSource batches, NetworkScales scales, TrainingOptions options, PairSet pairs)
{
    private readonly List<TrainingProgress> _history = [];
    private readonly Stopwatch _watch = new();
    private TimeSpan _earlier;
    private long _iteration;
    private int _sinceBest;
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
        while (Fraction < 1 && (options.Patience is null || _sinceBest < options.Patience))
        {
            token.ThrowIfCancellationRequested();
            TrainingLoss loss = engine.Step(batches.Training(_iteration), LearningRateSchedule.At(options, _iteration, Fraction));
            sum += (options.PositionWeight!.Value * loss.Positions) + loss.Momenta;
            _iteration++;
            if (_iteration % options.ValidationInterval == 0 || Fraction >= 1)
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

        TrainingProgress kept = _history.MinBy(Score)!;
        return new TrainingSummary(
            _iteration, Elapsed, pairs.Training.Count, pairs.Validation.Count, pairs.OutliersLeftOut,
            kept.ValidationRmsePositions, kept.ValidationRmseMomenta, _history)
        {
            RelativeErrorPositions = kept.ValidationRmsePositions / (scales.TimeStep * scales.PositionChange),
            RelativeErrorMomenta = kept.ValidationRmseMomenta / scales.MomentumChange,
        };

        void Restore(BinaryReader reader)
        {
            _iteration = reader.ReadInt64();
            _earlier = TimeSpan.FromTicks(reader.ReadInt64());
            _sinceBest = reader.ReadInt32();
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

            engine.Restore(reader);
        }
    }

    private double Fraction => Math.Max(
        (double)_iteration / options.MaxIterations,
        options.MaxTime is { } limit ? Elapsed / limit : 0);

    private void Report(double loss, ParameterStore best, IProgress<TrainingProgress>? progress)
    {
        double positions = 0;
        double momenta = 0;
        for (int batch = 0; batch < batches.ValidationBatches; batch++)
        {
            TrainingLoss validation = engine.Validate(batches.Validation(batch));
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
            engine.ReadAverage(best);
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

    private double Score(TrainingProgress report)
    {
        double positions = report.ValidationRmsePositions / (scales.TimeStep * scales.PositionChange);
        double momenta = report.ValidationRmseMomenta / scales.MomentumChange;
        return (options.PositionWeight!.Value * positions * positions) + (momenta * momenta);
    }

    private void Save(BinaryWriter writer, ParameterStore best)
    {
        writer.Write(_iteration);
        writer.Write(Elapsed.Ticks);
        writer.Write(_sinceBest);
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

        engine.Save(writer);
    }
}

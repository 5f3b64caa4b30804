using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Counts evaluations and what became of the steps.</summary>
internal sealed class EvaluationRecorder(double duration) : ICheckpointState
{
    private const int Buckets = 200;
    private const int MostCounted = 1000;

    private readonly long[] _counts = new long[MostCounted + 1];
    private readonly long[] _bucketSteps = new long[Buckets];
    private readonly long[] _bucketEvaluations = new long[Buckets];
    private long _steps;
    private long _evaluations;

    /// <summary>Evaluations per step.</summary>
    public double Mean => _steps == 0 ? 0 : (double)_evaluations / _steps;

    /// <summary>Steps whose solve did not reach its tolerance.</summary>
    public long Unconverged { get; private set; }

    /// <summary>Counts a step that ended at a time.</summary>
    public void Observe(double time, StepReport report)
    {
        _steps++;
        _evaluations += report.Evaluations;
        _counts[Math.Min(report.Evaluations, MostCounted)]++;
        int bucket = Math.Clamp((int)(time / duration * Buckets), 0, Buckets - 1);
        _bucketSteps[bucket]++;
        _bucketEvaluations[bucket] += report.Evaluations;
        if (!report.IsConverged)
        {
            Unconverged++;
        }
    }

    /// <summary>Number of steps that took k evaluations, at index k.</summary>
    public long[] Counts()
    {
        int last = Array.FindLastIndex(_counts, c => c > 0);
        return _counts[..(last + 1)];
    }

    /// <summary>Mean evaluations per step over time.</summary>
    public (double[] Time, double[] Mean) Course()
    {
        int[] used = [.. Enumerable.Range(0, Buckets).Where(b => _bucketSteps[b] > 0)];
        return (
            [.. used.Select(b => (b + 1) * duration / Buckets)],
            [.. used.Select(b => (double)_bucketEvaluations[b] / _bucketSteps[b])]);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        writer.Write(_evaluations);
        writer.Write(Unconverged);
        foreach (long value in _counts.Concat(_bucketSteps).Concat(_bucketEvaluations))
        {
            writer.Write(value);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        _evaluations = reader.ReadInt64();
        Unconverged = reader.ReadInt64();
        foreach (long[] values in new[] { _counts, _bucketSteps, _bucketEvaluations })
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = reader.ReadInt64();
            }
        }
    }
}

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>The mean of a quantity within each of 400 intervals of a run.</summary>
/// <param name="duration">How long the run will last.</param>
internal sealed class MeanCourse(double duration) : ICheckpointState
{
    private const int Buckets = 400;

    private readonly double[] _sums = new double[Buckets];
    private readonly long[] _counts = new long[Buckets];

    /// <summary>Adds a value.</summary>
    public void Add(double time, double value)
    {
        int bucket = Math.Clamp((int)(time / duration * Buckets), 0, Buckets - 1);
        _sums[bucket] += value;
        _counts[bucket]++;
    }

    /// <summary>The middle of each interval that has values, in units of the duration times a factor, and their means.</summary>
    public (double[] Time, double[] Mean) Values(double factor)
    {
        int[] used = [.. Enumerable.Range(0, Buckets).Where(b => _counts[b] > 0)];
        return ([.. used.Select(b => (b + 0.5) * duration / Buckets * factor)], [.. used.Select(b => _sums[b] / _counts[b])]);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        for (int b = 0; b < Buckets; b++)
        {
            writer.Write(_sums[b]);
            writer.Write(_counts[b]);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        for (int b = 0; b < Buckets; b++)
        {
            _sums[b] = reader.ReadDouble();
            _counts[b] = reader.ReadInt64();
        }
    }
}

using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Supplies batches: shuffled training pairs, or sequences of them, each once per epoch, and the validation pairs in order.</summary>
/// <remarks>Iteration and seed alone decide what a batch holds, so a resumed training sees what it would have seen.</remarks>
internal sealed class BatchSource
{
    private readonly PairSet _pairs;
    private readonly PairWeights _weights;
    private readonly int _seed;
    private readonly Dictionary<ParticleSystem, long[]> _species = [];
    private readonly string[] _kinds;
    private readonly int[][] _groups; // of pairs that are in a batch together
    private readonly int[] _order;
    private long _epoch = -1;

    /// <param name="kind">Action or direct.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="scales">Units of the targets.</param>
    /// <param name="weights">Weights in the loss.</param>
    /// <param name="options">Size of batches, seed, cutoff.</param>
    /// <param name="kinds">Names of the kinds of particles, in the order of their numbers.</param>
    /// <param name="sequences"><see cref="PairSequences"/>, where batches are to be of those and not of single pairs.</param>
    /// <param name="capacity">The most neighbors of a particle, where they have been counted, which takes a list of each pair.</param>
    public BatchSource(
        ModelKind kind,
        PairSet pairs,
        NetworkScales scales,
        PairWeights weights,
        TrainingOptions options,
        string[] kinds,
        int[][]? sequences = null,
        int? capacity = null)
    {
        (_pairs, _weights, _seed, _kinds) = (pairs, weights, options.Seed, kinds);
        ParticleSystem system = pairs.Frames[0].System;
        _groups = sequences ?? [.. Enumerable.Range(0, pairs.Training.Count).Select(i => new[] { i })];
        int each = _groups[0].Length;
        int count = Math.Min((options.BatchSize!.Value + each - 1) / each, _groups.Length);
        Layout = new TrainingBatch(
            kind, scales, system.Dimension, system.Count, count * each, capacity ?? CapacityOf(kind, pairs, options.Cutoff), options.Cutoff, sequences is not null);
        int size = Layout.Size;
        BatchesPerEpoch = _groups.Length / count;
        ValidationBatches = Math.Max(1, Math.Min(options.ValidationPairs!.Value, pairs.Validation.Count) / size);
        _order = new int[_groups.Length];
    }

    /// <summary>The one batch that every call fills anew.</summary>
    public TrainingBatch Layout { get; }

    public int BatchesPerEpoch { get; }

    public int ValidationBatches { get; }

    /// <summary>The training batch of an iteration.</summary>
    public TrainingBatch Training(long iteration)
    {
        (long epoch, long batch) = Math.DivRem(iteration, BatchesPerEpoch);
        if (epoch != _epoch)
        {
            for (int i = 0; i < _order.Length; i++)
            {
                _order[i] = i;
            }

            new Random(HashCode(_seed, epoch)).Shuffle(_order);
            _epoch = epoch;
        }

        for (int place = 0; place < Layout.Size;)
        {
            foreach (int pair in _groups[_order[((batch * Layout.Size) + place) / _groups[0].Length]])
            {
                Fill(place++, _pairs.Training[pair]);
            }
        }

        return Layout;
    }

    /// <summary>A validation batch: pairs spread evenly over the validation set.</summary>
    public TrainingBatch Validation(int batch)
    {
        long total = (long)ValidationBatches * Layout.Size;
        for (int place = 0; place < Layout.Size; place++)
        {
            long index = ((long)batch * Layout.Size) + place;
            Fill(place, _pairs.Validation[(int)(index * _pairs.Validation.Count / total)]);
        }

        return Layout;
    }

    /// <summary>A batch of given pairs, as many as it has places, each of weight one.</summary>
    public TrainingBatch Of(ReadOnlySpan<FramePair> pairs)
    {
        for (int place = 0; place < Layout.Size; place++)
        {
            Fill(place, pairs[place], 1);
        }

        return Layout;
    }

    /// <summary>The most neighbors that a particle of any pair has.</summary>
    private static int CapacityOf(ModelKind kind, PairSet pairs, double? cutoff)
    {
        if (pairs.Frames[0].Cell is null)
        {
            return pairs.Frames[0].System.Count - 1;
        }

        var edges = new FrameEdges(cutoff);
        int capacity = 0;
        foreach (FramePair pair in pairs.Training.Concat(pairs.Validation))
        {
            Frame start = pairs.Frames[pair.Start];
            edges.Update(start.System, start.Cell, PairState.Positions(kind, start, pairs.Frames[pair.End]));
            capacity = Math.Max(capacity, edges.LongestRow);
        }

        return capacity;
    }

    /// <summary>System.HashCode differs from process to process; this one does not.</summary>
    private static int HashCode(int seed, long epoch) => unchecked((seed * 7919) + (int)(epoch * 104729));

    private void Fill(int place, FramePair pair, double? weight = null)
    {
        Frame start = _pairs.Frames[pair.Start];
        if (!_species.TryGetValue(start.System, out long[]? species))
        {
            species = [.. start.System.Kinds.Select(kind => (long)Array.IndexOf(_kinds, kind))];
            _species.Add(start.System, species);
        }

        Frame end = _pairs.Frames[pair.End];
        Layout.Set(place, start, end, species, weight ?? _weights.Of(start, end));
    }
}

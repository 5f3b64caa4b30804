using System.Collections;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Frames as blocks of numbers. A <see cref="Frame"/> of its own for each, with a state of two arrays, takes 152 bytes
/// beside the numbers, more than three bodies in a plane have numbers; here it is 40. A frame is made, with a copy of
/// its state, whenever one is asked for.
/// </summary>
internal sealed class FrameStore : IReadOnlyList<Frame>
{
    private const int BlockLength = 1024;

    // Small data take small chunks: each is twice as long as the one before, up to this.
    private const int ChunkLength = 65_536;

    private readonly List<Entry[]> _blocks = [];
    private readonly Dictionary<int, double[]> _cells = [];
    private double[] _chunk = [];
    private int _used;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public Frame this[int index]
    {
        get
        {
            Entry entry = At(index);
            ParticleSystem system = entry.Head.System;
            ReadOnlySpan<double> numbers = entry.Chunk.AsSpan(entry.Offset, 2 * system.Coordinates);
            var state = new PhasePoint(
                system.Count, system.Dimension, [.. numbers[..system.Coordinates]], [.. numbers[system.Coordinates..]]);
            return new Frame(
                entry.Head.TrajectoryId, entry.Step, entry.Time, system, state, _cells.TryGetValue(index, out double[]? cell) ? [.. cell] : null);
        }
    }

    /// <summary>The time of a frame, without making it.</summary>
    public double TimeOf(int index) => At(index).Time;

    /// <summary>The trajectory of a frame, without making it.</summary>
    public string TrajectoryOf(int index) => At(index).Head.TrajectoryId;

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">The frame, whose state is copied.</param>
    /// <param name="head">The first frame of the same trajectory, which has the same kinds and masses.</param>
    public void Add(Frame frame, Frame head)
    {
        int length = frame.System.Coordinates;
        if (_used + (2 * length) > _chunk.Length)
        {
            _chunk = new double[Math.Max(2 * length, Math.Min(2 * _chunk.Length, ChunkLength))];
            _used = 0;
        }

        if (Count % BlockLength == 0)
        {
            _blocks.Add(new Entry[BlockLength]);
        }

        frame.State.Positions.CopyTo(_chunk, _used);
        frame.State.Momenta.CopyTo(_chunk, _used + length);
        _blocks[^1][Count % BlockLength] = new Entry(head, _chunk, _used, frame.Step, frame.Time);
        if (frame.Cell is { } cell)
        {
            _cells.Add(Count, [.. cell]);
        }

        _used += 2 * length;
        Count++;
    }

    /// <inheritdoc/>
    public IEnumerator<Frame> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ref readonly Entry At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _blocks[index / BlockLength][index % BlockLength];
    }

    /// <summary>A frame but for its numbers, which are at <paramref name="Offset"/> of the chunk: positions, then momenta.</summary>
    private readonly record struct Entry(Frame Head, double[] Chunk, int Offset, long Step, double Time);
}

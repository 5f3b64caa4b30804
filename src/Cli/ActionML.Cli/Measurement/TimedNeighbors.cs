using System.Diagnostics;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>A neighbor source whose updates are timed.</summary>
internal sealed class TimedNeighbors(INeighborSource neighbors) : INeighborSource
{
    private readonly HashSet<(int Capacity, bool IsStart)> _capacities = []; // a direct model and an action have tensors of their own
    private bool _isStart;

    /// <summary>Runs while a list is made or checked.</summary>
    public Stopwatch Clock { get; } = new();

    /// <summary>Neighbors for which the last list has room, K.</summary>
    public int Capacity { get; private set; }

    /// <summary>
    /// Whether a K came up for the first time since <see cref="BeginStep"/>, at the start or at the midpoint: models then allocate the
    /// tensors of that K, which they keep.
    /// </summary>
    public bool HasNewCapacity { get; private set; }

    /// <summary>Says that the next list is that of the start of a step.</summary>
    public void BeginStep() => (_isStart, HasNewCapacity) = (true, false);

    /// <inheritdoc/>
    public NeighborList Update(ReadOnlySpan<double> positions)
    {
        Clock.Start();
        NeighborList list = neighbors.Update(positions);
        Clock.Stop();
        Capacity = list.Capacity;
        HasNewCapacity |= _capacities.Add((Capacity, _isStart));
        _isStart = false;
        return list;
    }

    /// <inheritdoc/>
    public bool Covers(ReadOnlySpan<double> positions)
    {
        Clock.Start();
        bool covers = neighbors.Covers(positions);
        Clock.Stop();
        return covers;
    }
}

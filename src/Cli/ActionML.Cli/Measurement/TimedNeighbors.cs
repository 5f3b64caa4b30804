using System.Diagnostics;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>A neighbor source whose updates are timed.</summary>
internal sealed class TimedNeighbors(INeighborSource neighbors) : INeighborSource
{
    /// <summary>Runs while a list is made or checked.</summary>
    public Stopwatch Clock { get; } = new();

    /// <summary>Neighbors for which the last list has room, K. Where it grows, tensors are allocated anew.</summary>
    public int Capacity { get; private set; }

    /// <inheritdoc/>
    public NeighborList Update(ReadOnlySpan<double> positions)
    {
        Clock.Start();
        NeighborList list = neighbors.Update(positions);
        Clock.Stop();
        Capacity = list.Capacity;
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

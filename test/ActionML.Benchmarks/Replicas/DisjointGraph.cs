using System.Diagnostics;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// Several replicas as one disjoint graph: positions [R·N, D], neighbors of replica r offset by r·N. What one
/// evaluation of it costs, beside R evaluations of one replica.
/// </summary>
internal sealed class DisjointGraph : IDisposable
{
    private readonly OnnxActionModel _model;
    private readonly NeighborList _list;
    private readonly double[] _displacements;
    private readonly double[] _momenta;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;

    public DisjointGraph(ReplicaCase system, IReadOnlyList<Simulation> replicas)
    {
        ParticleSystem one = replicas[0].System;
        int copies = replicas.Count;
        int n = one.Count;
        int d = one.Dimension;
        NeighborList[] lists = [.. replicas.Select(r => system.Neighbors().Update(r.State.Positions))];
        int capacity = lists.Max(list => list.Capacity);
        int edges = copies * n * capacity;
        var neighbors = new long[edges];
        var reverse = new long[edges];
        var shifts = new double[d * edges];
        for (int r = 0; r < copies; r++)
        {
            NeighborList list = lists[r];
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < capacity; k++)
                {
                    int to = (((r * n) + i) * capacity) + k;
                    int from = (i * list.Capacity) + k;
                    bool isPadding = k >= list.Capacity;
                    neighbors[to] = (r * n) + (isPadding ? i : list.Neighbors[from]);
                    reverse[to] = isPadding ? to : (((r * n) + (list.Reverse[from] / list.Capacity)) * capacity) + (list.Reverse[from] % list.Capacity);
                    for (int c = 0; c < d; c++)
                    {
                        shifts[(c * edges) + to] = isPadding ? (c == 0 ? 100 : 0) : list.Shifts[(c * n * list.Capacity) + from];
                    }
                }
            }
        }

        _model = system.Action.Share();
        _model.Bind(new ParticleSystem(
            d, one.Units, [.. Enumerable.Repeat(one.Kinds, copies).SelectMany(kinds => kinds)], [.. Enumerable.Range(0, copies).SelectMany(_ => one.Masses.ToArray())]));
        _list = new NeighborList(copies * n, d, capacity, neighbors, reverse, shifts, new double[copies * n * d]);
        _displacements = new double[copies * n * d];
        _momenta = [.. replicas.SelectMany(r => r.State.Momenta)];
        _deltaPositions = new double[copies * n * d];
        _deltaMomenta = new double[copies * n * d];
    }

    /// <summary>Δp of the last evaluation, [R·N, D].</summary>
    public double[] DeltaMomenta => _deltaMomenta;

    /// <summary>Evaluates a number of times and returns the mean seconds of one evaluation, of wall-clock and of processor time.</summary>
    public (double Wall, double Processor) Evaluate(int times)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            _model.Evaluate(_list, _displacements, _momenta, _deltaPositions, _deltaMomenta);
        }

        return (Stopwatch.GetElapsedTime(begin).TotalSeconds / times, (Environment.CpuUsage.TotalTime - processor).TotalSeconds / times);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}

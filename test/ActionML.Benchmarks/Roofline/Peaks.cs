using System.Diagnostics;
using System.Numerics.Tensors;
using ActionML.Export;

namespace ActionML.Benchmarks;

/// <summary>What one thread of this machine can do at best, measured now.</summary>
/// <param name="Flops">Of products of single-precision matrices, 512 by 512, by ONNX Runtime: operations per second.</param>
/// <param name="Stream">a = b + c of arrays far beyond the caches, in bytes per second, two read and one written.</param>
/// <param name="Cached">The same with arrays of 256 kB, which stay in the second-level cache.</param>
internal sealed record Peaks(double Flops, double Stream, double Cached)
{
    private const int Side = 512;

    public static Peaks Measure() => new(Products(), Sums(1 << 24), Sums(1 << 16));

    private static double Products()
    {
        var graph = new Graph();
        Value product = graph.MatMul(graph.Input("left", Side, Side), graph.Input("right", Side, Side));
        double[] ones = [.. Enumerable.Repeat(1.0, Side * Side)];
        var inputs = new Dictionary<string, (Array, long[])> { ["left"] = (ones, [Side, Side]), ["right"] = (ones, [Side, Side]) };
        byte[] model = OnnxWriter.Write(graph, [("product", product)], new OnnxOptions());
        return 2.0 * Side * Side * Side / (1e-3 * new ProfiledGraph("product", model, inputs, ["product"]).Time());
    }

    private static double Sums(int length)
    {
        float[] a = new float[length];
        float[] b = new float[length];
        float[] c = new float[length];
        b.AsSpan().Fill(1);
        c.AsSpan().Fill(2);
        int repeats = Math.Max(1, (1 << 24) / length);
        return 12.0 * length * repeats / Least(() =>
        {
            for (int i = 0; i < repeats; i++)
            {
                TensorPrimitives.Add(b, c, a);
            }
        });
    }

    private static double Least(Action work)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < 20; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return least;
    }
}

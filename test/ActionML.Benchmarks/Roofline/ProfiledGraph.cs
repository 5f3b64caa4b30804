using System.Diagnostics;
using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Benchmarks;

/// <summary>A model file with inputs to run it on: what is timed on one thread, and profiled node by node.</summary>
/// <param name="Name">In words.</param>
/// <param name="Model">The file.</param>
/// <param name="Inputs">Float (given as double) or integer inputs with their shapes, by name.</param>
/// <param name="Outputs">What is asked for.</param>
internal sealed record ProfiledGraph(
    string Name, byte[] Model, IReadOnlyDictionary<string, (Array Values, long[] Shape)> Inputs, string[] Outputs)
{
    private const int Runs = 200;
    private const int WarmUp = 20;

    /// <summary>Loss and gradients of a batch, in single precision.</summary>
    public static ProfiledGraph Of(TrainingProblem problem)
    {
        byte[] model = OnnxWriter.Write(problem.Graph.Graph, problem.Graph.Outputs, new OnnxOptions
        {
            Sizes = (problem.Batch.Particles, problem.Batch.Capacity),
        });
        using var session = new InferenceSession(model);
        var inputs = problem.Inputs
            .Concat(problem.Parameters.Names.Select(name => KeyValuePair.Create<string, Array>(name, problem.Parameters[name])))
            .ToDictionary(item => item.Key, item => (item.Value, Array.ConvertAll(session.InputMetadata[item.Key].Dimensions, size => (long)size)));
        return new ProfiledGraph($"training step, {problem.Name}", model, inputs, [.. problem.Graph.Outputs.Select(output => output.Name)]);
    }

    /// <summary>The gradient of S, or a direct model's prediction, at the first state.</summary>
    public static ProfiledGraph Of(PeerProblem problem, string file)
    {
        ParticleSystem system = problem.Start.System;
        NeighborList list = problem.List;
        long n = list.Count, d = list.Dimension, k = list.Capacity;
        var inputs = new Dictionary<string, (Array Values, long[] Shape)>
        {
            [TensorNames.Positions] = (new double[n * d], [n, d]),
            [TensorNames.Momenta] = (problem.Start.State.Momenta, [n, d]),
            [TensorNames.Masses] = (system.Masses.ToArray(), [n]),
            [TensorNames.Species] = (problem.Action.Manifest.SpeciesOf(system), [n]),
            [TensorNames.Neighbors] = (list.Neighbors, [n, k]),
            [TensorNames.Reverse] = (list.Reverse, [n * k]),
            [TensorNames.Shifts] = (list.Shifts, [d, n, k]),
        };
        return new ProfiledGraph(
            $"{file}, {n} atoms", File.ReadAllBytes(Path.Combine(problem.Models, file)), inputs, [TensorNames.DeltaPositions, TensorNames.DeltaMomenta]);
    }

    /// <summary>The processor time of a run in milliseconds, and its nodes.</summary>
    /// <param name="folder">Where ONNX Runtime writes its profile meanwhile.</param>
    public (double Milliseconds, ProfiledNode[] Nodes) Profile(string folder)
    {
        Directory.CreateDirectory(folder);
        double plain = Time();
        Time(Path.Combine(folder, "profile"), out string path);
        ProfiledNode[] nodes = ProfiledNode.Read(path);
        File.Delete(path);
        return (plain, nodes);
    }

    /// <summary>The processor time of a run in milliseconds, the least of several groups: other programs only ever add.</summary>
    public double Time() => Time(profile: null, out _);

    private double Time(string? profile, out string path)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        OnnxSessionSettings.Apply(settings);
        if (profile is not null)
        {
            settings.EnableProfiling = true;
            settings.ProfileOutputPathPrefix = profile;
        }

        using var session = new InferenceSession(Model, settings);
        using var run = new RunOptions();
        Dictionary<string, OrtValue> inputs = Inputs.ToDictionary(item => item.Key, item => Tensor(item.Value.Values, item.Value.Shape));
        double least = double.PositiveInfinity;
        var process = Process.GetCurrentProcess();
        for (int group = 0; group < Runs / WarmUp; group++)
        {
            process.Refresh();
            TimeSpan start = process.TotalProcessorTime;
            for (int i = 0; i < WarmUp; i++)
            {
                session.Run(run, inputs, Outputs).Dispose();
            }

            process.Refresh();
            least = Math.Min(least, (process.TotalProcessorTime - start).TotalMilliseconds / WarmUp);
        }

        path = profile is null ? "" : session.EndProfiling();
        foreach (OrtValue value in inputs.Values)
        {
            value.Dispose();
        }

        return least;
    }

    private static OrtValue Tensor(Array values, long[] shape) => values is long[] integers
        ? OrtValue.CreateTensorValueFromMemory(integers, shape)
        : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll((double[])values, value => (float)value), shape);
}

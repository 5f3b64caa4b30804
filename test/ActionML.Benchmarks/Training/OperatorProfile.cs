using System.Diagnostics;
using System.Text.Json;
using ActionML.Export;
using ActionML.Runtime.Onnx;
using ActionML.Trainers;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Benchmarks;

/// <summary>
/// Where a training step spends its time: ONNX Runtime's own profile on one thread. Each node counts with the first
/// decile over many runs, so that preempted ones do not distort the shares. Profiling itself adds 1.75 µs to each node.
/// </summary>
internal static class OperatorProfile
{
    private const int Runs = 200;
    private const int WarmUp = 20;

    public static void Print(TrainingProblem problem, string folder)
    {
        Directory.CreateDirectory(folder);
        byte[] model = OnnxWriter.Write(problem.Graph.Graph, problem.Graph.Outputs, new OnnxOptions
        {
            Sizes = (problem.Batch.Particles, problem.Batch.Capacity),
        });
        double plain = Time(model, problem, profile: null, out _);
        Time(model, problem, Path.Combine(folder, "profile"), out string path);
        (string Operator, string Shapes, double Microseconds)[] nodes = Read(path);
        File.Delete(path);

        double total = nodes.Sum(node => node.Microseconds);
        Console.WriteLine($"batch {problem.Batch.Size}: {plain:F2} ms of processor time per run; {nodes.Length} nodes, {total / 1000:F2} ms in all while profiled");
        Console.WriteLine("operator                share   nodes   µs per node");
        foreach (var group in nodes.GroupBy(node => node.Operator).OrderByDescending(group => group.Sum(node => node.Microseconds)))
        {
            double sum = group.Sum(node => node.Microseconds);
            Console.WriteLine($"{group.Key,-20} {100 * sum / total,6:F1} % {group.Count(),6} {sum / group.Count(),9:F1}");
        }

        Console.WriteLine("the most expensive operators and shapes");
        foreach (var group in nodes.GroupBy(node => (node.Operator, node.Shapes)).OrderByDescending(group => group.Sum(node => node.Microseconds)).Take(30))
        {
            double sum = group.Sum(node => node.Microseconds);
            Console.WriteLine($"{group.Key.Operator,-20} {100 * sum / total,6:F1} % {group.Count(),6} {sum / group.Count(),9:F1}   {group.Key.Shapes}");
        }
    }

    /// <summary>Runs the model and returns the processor time per run in milliseconds, the least of several groups.</summary>
    private static double Time(byte[] model, TrainingProblem problem, string? profile, out string path)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        OnnxSessionSettings.Apply(settings);
        if (profile is not null)
        {
            settings.EnableProfiling = true;
            settings.ProfileOutputPathPrefix = profile;
        }

        using var session = new InferenceSession(model, settings);
        using var run = new RunOptions();
        Dictionary<string, OrtValue> inputs = problem.Inputs
            .Concat(problem.Parameters.Names.Select(name => KeyValuePair.Create<string, Array>(name, problem.Parameters[name])))
            .ToDictionary(
                item => item.Key,
                item => Tensor(item.Value, Array.ConvertAll(session.InputMetadata[item.Key].Dimensions, size => (long)size)));
        string[] outputs = [.. problem.Graph.Outputs.Select(output => output.Name)];
        double least = double.PositiveInfinity;
        var process = Process.GetCurrentProcess();
        for (int group = 0; group < Runs / WarmUp; group++)
        {
            process.Refresh();
            TimeSpan start = process.TotalProcessorTime;
            for (int i = 0; i < WarmUp; i++)
            {
                session.Run(run, inputs, outputs).Dispose();
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

    private static (string Operator, string Shapes, double Microseconds)[] Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        var durations = new Dictionary<string, (string Operator, string Shapes, List<double> Values)>();
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            string name = item.GetProperty("name").GetString()!;
            if (item.GetProperty("cat").GetString() != "Node" || !name.EndsWith("_kernel_time", StringComparison.Ordinal))
            {
                continue;
            }

            if (!durations.TryGetValue(name, out (string Operator, string Shapes, List<double> Values) node))
            {
                JsonElement arguments = item.GetProperty("args");
                string shapes = string.Join(' ', Shapes(arguments, "input_type_shape")) + " → " + string.Join(' ', Shapes(arguments, "output_type_shape"));
                node = (arguments.GetProperty("op_name").GetString()!, shapes, []);
                durations.Add(name, node);
            }

            node.Values.Add(item.GetProperty("dur").GetDouble());
        }

        return [.. durations.Values.Select(node => (node.Operator, node.Shapes, node.Values.Order().ElementAt(node.Values.Count / 10)))];
    }

    private static IEnumerable<string> Shapes(JsonElement arguments, string name) => arguments.GetProperty(name).EnumerateArray()
        .Select(tensor => tensor.EnumerateObject().First().Value.GetRawText());
}

using System.Runtime.InteropServices;
using System.Text.Json;
using ActionML.Export;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>
/// Writes a problem for other programs: problem.json with options, scales and the place of every tensor, and
/// problem.bin with their elements, row-major, little-endian, one tensor after the other.
/// </summary>
internal static class ProblemFile
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static void Write(TrainingProblem problem, string folder)
    {
        Directory.CreateDirectory(folder);
        var entries = new List<object>();
        using (FileStream stream = File.Create(Path.Combine(folder, "problem.bin")))
        {
            int particles = problem.Batch.Particles;
            int neighbors = problem.Batch.Capacity;
            foreach (Value input in problem.Graph.Graph.Inputs)
            {
                string name = ((InputOperator)input.Node.Operator).Name;
                Add(name, input.Shape.Resolve(particles, neighbors), problem.Inputs[name]);
            }

            foreach (Value parameter in problem.Graph.Graph.Parameters)
            {
                string name = ((ParameterOperator)parameter.Node.Operator).Name;
                int[] shape = parameter.Shape.Resolve(particles, neighbors);
                Add("weight." + name, shape, problem.Parameters[name]);
                Add("gradient." + name, shape, problem.Expected[TrainingGraph.GradientPrefix + name]);
            }

            void Add(string name, int[] shape, Array values)
            {
                entries.Add(new { name, shape, type = values is long[]? "int64" : "float64", offset = stream.Position });
                stream.Write(values is long[] integers ? MemoryMarshal.AsBytes(integers.AsSpan()) : MemoryMarshal.AsBytes(((double[])values).AsSpan()));
            }
        }

        var header = new
        {
            options = problem.Network,
            scales = problem.Scales,
            problem.Options.PositionWeight,
            problem.Options.LearningRate,
            expected = new
            {
                squaredErrorPositions = problem.Expected[TrainingGraph.SquaredErrorPositions][0],
                squaredErrorMomenta = problem.Expected[TrainingGraph.SquaredErrorMomenta][0],
            },
            tensors = entries,
        };
        File.WriteAllText(Path.Combine(folder, "problem.json"), JsonSerializer.Serialize(header, Json));
    }
}

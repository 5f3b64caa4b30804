using System.Text.Json;
using ActionML.Export;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>
/// Writes a problem for other programs: problem.json with options, scales and the place of every tensor, and
/// problem.bin with their elements.
/// </summary>
internal static class ProblemFile
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Writes problem.json.</summary>
    public static void Write(string folder, object header) =>
        File.WriteAllText(Path.Combine(folder, "problem.json"), JsonSerializer.Serialize(header, Json));

    /// <summary>Writes what a training step reads and gives.</summary>
    public static void Write(TrainingProblem problem, string folder)
    {
        using var writer = new ProblemWriter(folder);
        int particles = problem.Batch.Particles;
        int neighbors = problem.Batch.Capacity;
        foreach (Value input in problem.Graph.Graph.Inputs)
        {
            string name = ((InputOperator)input.Node.Operator).Name;
            int[] shape = input.Shape.Resolve(particles, neighbors);
            if (problem.Inputs[name] is long[] integers)
            {
                writer.Add(name, shape, integers);
            }
            else
            {
                writer.Add(name, shape, (double[])problem.Inputs[name]);
            }
        }

        foreach (Value parameter in problem.Graph.Graph.Parameters)
        {
            string name = ((ParameterOperator)parameter.Node.Operator).Name;
            int[] shape = parameter.Shape.Resolve(particles, neighbors);
            writer.Add("weight." + name, shape, problem.Parameters[name]);
            writer.Add("gradient." + name, shape, problem.Expected[TrainingGraph.GradientPrefix + name]);
        }

        Write(folder, new
        {
            options = problem.Network,
            scales = problem.Scales,
            positionWeight = problem.Options.PositionWeight!.Value,
            problem.Options.LearningRate,
            expected = new
            {
                squaredErrorPositions = problem.Expected[TrainingGraph.SquaredErrorPositions][0],
                squaredErrorMomenta = problem.Expected[TrainingGraph.SquaredErrorMomenta][0],
            },
            tensors = writer.Entries,
        });
    }
}

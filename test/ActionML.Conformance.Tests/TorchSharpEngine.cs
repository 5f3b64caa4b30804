using ActionML.Export;
using ActionML.Runtime;
using ActionML.Testing;
using ActionML.Trainers;
using TorchSharp;
using Tensor = ActionML.Testing.Tensor;

namespace ActionML.Conformance.Tests;

/// <summary>TorchSharp on the CPU, through the program that trains.</summary>
public abstract class TorchSharpEngine(ModelPrecision precision) : IEngine
{
    private static readonly string? WhyNot = new TorchSharpEngineFactory().WhyNot(gpu: null);

    /// <inheritdoc/>
    public string? Missing => WhyNot;

    /// <inheritdoc/>
    public abstract double OperatorTolerance { get; }

    /// <inheritdoc/>
    public abstract double NetworkTolerance { get; }

    /// <inheritdoc/>
    public double Round(double value) => precision == ModelPrecision.Double ? value : (float)value;

    /// <inheritdoc/>
    public Tensor[] Run(
        Graph graph,
        IReadOnlyList<(string Name, Value Value)> outputs,
        IReadOnlyDictionary<string, Array> inputs,
        ParameterStore parameters,
        int particles,
        int neighbors)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var memory = new TensorMemory(precision, torch.CPU);
        var target = new TensorTarget(particles, neighbors, memory);
        using var program = new TensorProgram(graph, [.. outputs.Select(output => output.Value)], target);
        var bound = new List<torch.Tensor>();
        foreach (Value value in graph.Inputs.Concat(graph.Parameters))
        {
            (string name, Array data) = value.Node.Operator switch
            {
                InputOperator input => (input.Name, inputs[input.Name]),
                ParameterOperator parameter => (parameter.Name, parameters[parameter.Name]),
                _ => throw new InvalidOperationException("neither input nor parameter"),
            };
            long[] shape = Array.ConvertAll(value.Shape.Resolve(particles, neighbors), size => (long)size);
            torch.Tensor tensor = value.IsIndex ? memory.NewIndices(shape) : memory.New(shape);
            if (data is long[] indices)
            {
                memory.Write(tensor, indices);
            }
            else
            {
                memory.Write(tensor, (double[])data);
            }

            bound.Add(tensor);
            program.Bind(name, tensor);
        }

        torch.Tensor[] results = program.Run();
        Tensor[] read = [.. results.Select(result => new Tensor(memory.Read(result), Array.ConvertAll(result.shape, size => (int)size)))];
        bound.ForEach(tensor => tensor.Dispose());
        return read;
    }
}

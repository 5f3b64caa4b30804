using System.Numerics;
using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Testing;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Conformance.Tests;

/// <summary>ONNX Runtime, through a written file, with the settings that training and simulation use.</summary>
/// <param name="target">Where it runs.</param>
public abstract class OnnxEngine<T>(ExecutionTarget target) : IEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string? Missing => Targets.WhyNot(target);

    /// <inheritdoc/>
    public abstract double OperatorTolerance { get; }

    /// <inheritdoc/>
    public abstract double NetworkTolerance { get; }

    /// <inheritdoc/>
    public double Round(double value) => double.CreateTruncating(T.CreateTruncating(value));

    /// <inheritdoc/>
    public Tensor[] Run(
        Graph graph,
        IReadOnlyList<(string Name, Value Value)> outputs,
        IReadOnlyDictionary<string, Array> inputs,
        ParameterStore parameters,
        int particles,
        int neighbors)
    {
        byte[] content = OnnxWriter.Write(graph, outputs, new OnnxOptions
        {
            Precision = typeof(T) == typeof(double) ? ModelPrecision.Double : ModelPrecision.Single,
            Sizes = SizesOf(graph, particles, neighbors),
        });
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        OnnxSessionSettings.Apply(options, target);
        using var session = new InferenceSession(content, options);
        var names = new List<string>();
        var values = new List<OrtValue>();
        foreach (Value value in graph.Inputs.Concat(graph.Parameters))
        {
            (string name, Array data) = value.Node.Operator switch
            {
                InputOperator input => (input.Name, inputs[input.Name]),
                ParameterOperator parameter => (parameter.Name, parameters[parameter.Name]),
                _ => throw new InvalidOperationException("neither input nor parameter"),
            };
            long[] shape = [.. value.Shape.Resolve(particles, neighbors).Select(size => (long)size)];
            names.Add(name);
            values.Add(data is long[] indices
                ? OrtValue.CreateTensorValueFromMemory(indices, shape)
                : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll((double[])data, T.CreateTruncating), shape));
        }

        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, names, values, [.. outputs.Select(output => output.Name)]);
        foreach (OrtValue value in values)
        {
            value.Dispose();
        }

        return [.. results.Select(result => new Tensor(
            [.. result.GetTensorDataAsSpan<T>().ToArray().Select(double.CreateTruncating)],
            [.. result.GetTensorTypeAndShape().Shape.Select(size => (int)size)]))];
    }

    /// <summary>Open sizes wherever inputs tell them, so that the shape arithmetic in the file is tested too.</summary>
    private static (int Particles, int Neighbors)? SizesOf(Graph graph, int particles, int neighbors) =>
        graph.Inputs.Any(input => input.Shape.Contains(Dimension.Particles)) && graph.Inputs.Any(input => input.Shape.Contains(Dimension.Neighbors))
            ? null
            : (particles, neighbors);
}

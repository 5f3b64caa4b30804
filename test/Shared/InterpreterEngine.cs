using ActionML.Export;

namespace ActionML.Testing;

/// <summary>The specification itself.</summary>
public sealed class InterpreterEngine : IEngine
{
    /// <inheritdoc/>
    public double OperatorTolerance => 0;

    /// <inheritdoc/>
    public double NetworkTolerance => 1e-12;

    /// <inheritdoc/>
    public double Round(double value) => value;

    /// <inheritdoc/>
    public Tensor[] Run(
        Graph graph,
        IReadOnlyList<(string Name, Value Value)> outputs,
        IReadOnlyDictionary<string, Array> inputs,
        ParameterStore parameters,
        int particles,
        int neighbors)
    {
        double[][] results = new Interpreter([.. outputs.Select(output => output.Value)]).Run(inputs, parameters, particles, neighbors);
        return [.. results.Zip(outputs, (values, output) => new Tensor(values, output.Value.Shape.Resolve(particles, neighbors)))];
    }
}

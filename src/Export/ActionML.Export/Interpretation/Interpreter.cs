namespace ActionML.Export;

/// <summary>
/// Runs a graph in double precision with plain loops. Slow and simple: the specification that every other engine is
/// tested against.
/// </summary>
public sealed class Interpreter
{
    private readonly IReadOnlyList<Node> _order;
    private readonly IReadOnlyList<Value> _outputs;
    private readonly Func<Operator, double[], double[]>? _rounding;

    /// <summary>Prepares to compute these values.</summary>
    public Interpreter(IReadOnlyList<Value> outputs)
        : this(outputs, rounding: null)
    {
    }

    /// <summary>Computes as an engine with errors would: what an operator yields, or reads from outside, becomes what <paramref name="rounding"/> makes of it.</summary>
    internal Interpreter(IReadOnlyList<Value> outputs, Func<Operator, double[], double[]>? rounding)
    {
        _outputs = outputs;
        _order = Topology.Order(outputs);
        _rounding = rounding;
    }

    /// <summary>Computes the values.</summary>
    /// <param name="inputs">Each input by name: <c>double[]</c> row-major, or <c>long[]</c> for indices.</param>
    /// <param name="parameters">Parameter values.</param>
    /// <param name="particles">N.</param>
    /// <param name="neighbors">K.</param>
    /// <returns>One row-major array per output.</returns>
    /// <exception cref="ArgumentException">An input is missing or has another size than declared.</exception>
    public double[][] Run(IReadOnlyDictionary<string, Array> inputs, ParameterStore parameters, int particles, int neighbors)
    {
        var results = new Dictionary<Value, Array>();
        foreach (Node node in _order)
        {
            int[][] shapes = Array.ConvertAll(node.Outputs, output => output.Shape.Resolve(particles, neighbors));
            Array[] values = node.Operator switch
            {
                InputOperator input => [Checked(input.Name, inputs.GetValueOrDefault(input.Name), shapes[0])],
                ParameterOperator parameter => [Checked(parameter.Name, parameters[parameter.Name], shapes[0])],
                _ => node.Operator.Evaluate(new KernelContext(
                    [.. node.Inputs.Select(input => results[input])],
                    [.. node.Inputs.Select(input => input.Shape.Resolve(particles, neighbors))],
                    shapes)),
            };
            for (int i = 0; i < values.Length; i++)
            {
                results[node.Outputs[i]] = _rounding is not null && values[i] is double[] exact ? _rounding(node.Operator, exact) : values[i];
            }
        }

        return [.. _outputs.Select(output => (double[])results[output])];
    }

    private static Array Checked(string name, Array? values, int[] shape) => values is not null && values.Length == KernelContext.Size(shape)
        ? values
        : throw new ArgumentException(
            $"'{name}' has {(values is null ? "no value" : values.Length + " elements")}; its shape is [{string.Join(", ", shape)}].");
}

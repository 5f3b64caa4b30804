using ActionML.Export;

namespace ActionML.Testing;

/// <summary>
/// Derivatives of outputs by operands, to third order: L₀ = Σ w·y, L₁ = Σ v·∂L₀/∂x, L₂ = Σ u·∂L₁/∂x, with w, v, u inputs
/// that tests fill with random numbers.
/// </summary>
internal sealed class DerivativeChain
{
    private readonly Graph _graph;
    private readonly List<Value> _weights = [];

    public DerivativeChain(Graph graph, IReadOnlyList<Value> outputs, IReadOnlyList<Value> variables, int orders = 3)
    {
        _graph = graph;
        Value? sum = Contract(outputs);
        for (int order = 0; order < orders && sum is not null; order++)
        {
            Value?[] gradients = ReverseMode.Gradients(graph, sum, variables);
            Levels.Add((sum, gradients));
            sum = Contract([.. gradients.OfType<Value>()]);
        }
    }

    /// <summary>Each L and its gradients; null where they vanish.</summary>
    public List<(Value Sum, Value?[] Gradients)> Levels { get; } = [];

    /// <summary>Adds random numbers for w, v, u.</summary>
    public void Fill(Dictionary<string, Array> inputs, Random random, int particles, int neighbors)
    {
        foreach (Value weight in _weights)
        {
            inputs[((InputOperator)weight.Node.Operator).Name] = random.Normals(weight.Shape.Elements.Resolve(particles, neighbors));
        }
    }

    private Value? Contract(IReadOnlyList<Value> values)
    {
        Value? sum = null;
        foreach (Value value in values)
        {
            Value weight = _graph.Input($"weight{_weights.Count}", [.. value.Shape]);
            _weights.Add(weight);
            Value term = _graph.Reshape(
                _graph.ReduceSum(_graph.Multiply(weight, value), [.. Enumerable.Range(0, value.Shape.Count)]), Shape.Scalar);
            sum = sum is null ? term : _graph.Add(sum, term);
        }

        return sum;
    }
}

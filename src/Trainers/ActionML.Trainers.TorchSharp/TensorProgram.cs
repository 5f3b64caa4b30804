using ActionML.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.Trainers;

/// <summary>
/// A graph as a list of tensor operations, each result freed after its last use. Derivatives are nodes of the graph;
/// torch's own differentiation is never asked for.
/// </summary>
internal sealed class TensorProgram : IDisposable
{
    private readonly record struct Instruction(TensorKernel Kernel, int[] Released);

    private readonly Graph _graph;
    private readonly TensorTarget _target;
    private readonly Dictionary<Value, int> _places = [];
    private readonly Dictionary<string, int> _named = [];
    private readonly List<Tensor> _constants = [];
    private readonly List<(TensorKernel Kernel, int[] Inputs, int[] Outputs)> _steps = [];
    private readonly Instruction[] _instructions;
    private readonly int[] _outputs;
    private readonly Tensor[] _values;
    private readonly bool[] _isLasting;
    private int _count;

    /// <param name="graph">The graph; operators without a kernel are decomposed in it.</param>
    /// <param name="outputs">What to compute.</param>
    /// <param name="target">Sizes, number type and device.</param>
    public TensorProgram(Graph graph, IReadOnlyList<Value> outputs, TensorTarget target)
    {
        (_graph, _target) = (graph, target);
        var constants = new Dictionary<int, Tensor>();
        foreach (Value output in outputs)
        {
            Compile(output, constants);
        }

        _outputs = [.. outputs.Select(output => _places[output])];
        _values = new Tensor[_count];
        _isLasting = new bool[_values.Length];
        foreach ((int place, Tensor constant) in constants)
        {
            _values[place] = constant;
            _isLasting[place] = true;
        }

        foreach (int place in _named.Values)
        {
            _isLasting[place] = true;
        }

        _instructions = Free();
    }

    /// <summary>Gives an input or a parameter its tensor, which stays the caller's; a name that is not read is passed over.</summary>
    public void Bind(string name, Tensor tensor)
    {
        if (_named.TryGetValue(name, out int place))
        {
            _values[place] = tensor;
        }
    }

    /// <summary>Computes the outputs; the caller's dispose scope owns them.</summary>
    public Tensor[] Run()
    {
        foreach (Instruction instruction in _instructions)
        {
            instruction.Kernel(_values);
            foreach (int place in instruction.Released)
            {
                _values[place].Dispose();
            }
        }

        return Array.ConvertAll(_outputs, place => _values[place]);
    }

    /// <summary>Frees the constants.</summary>
    public void Dispose()
    {
        foreach (Tensor constant in _constants)
        {
            constant.Dispose();
        }
    }

    private void Compile(Value output, Dictionary<int, Tensor> constants)
    {
        // In order, so that the recursion into what an operator decomposes into stays shallow.
        foreach (Node node in Topology.Order([output]))
        {
            if (_places.ContainsKey(node.Output))
            {
                continue;
            }

            if (node.Operator.Decompose(_graph, node) is { } simpler)
            {
                Compile(simpler, constants);
                _places[node.Output] = _places[simpler];
                continue;
            }

            int[] outputs = Array.ConvertAll(node.Outputs, value => NewPlace(value));
            switch (node.Operator)
            {
                case InputOperator input:
                    _named.Add(input.Name, outputs[0]);
                    break;
                case ParameterOperator parameter:
                    _named.Add(parameter.Name, outputs[0]);
                    break;
                case ConstantOperator constant:
                    Tensor tensor = _target.Memory.New([.. node.Output.Shape.Select(size => (long)size.Factor)]);
                    _target.Memory.Write(tensor, constant.Values);
                    _constants.Add(tensor);
                    constants.Add(outputs[0], tensor);
                    break;
                default:
                    int[] inputs = [.. node.Inputs.Select(input => _places[input])];
                    _steps.Add((TensorKernels.Of(node, inputs, outputs, _target, _constants), inputs, outputs));
                    break;
            }
        }
    }

    private int NewPlace(Value value)
    {
        _places.Add(value, _count);
        return _count++;
    }

    /// <summary>Finds after which step each result is read for the last time.</summary>
    private Instruction[] Free()
    {
        var seen = new HashSet<int>(_outputs);
        var instructions = new Instruction[_steps.Count];
        for (int i = instructions.Length - 1; i >= 0; i--)
        {
            (TensorKernel kernel, int[] inputs, int[] outputs) = _steps[i];
            instructions[i] = new Instruction(kernel, [.. inputs.Concat(outputs).Distinct().Where(place => !_isLasting[place] && seen.Add(place))]);
        }

        return instructions;
    }
}

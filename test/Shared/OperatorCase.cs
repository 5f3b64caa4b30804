using System.Globalization;
using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Testing;

/// <summary>An operator with operands on which it is tested.</summary>
/// <param name="Name">The name in test reports.</param>
/// <param name="Operator">The operator's type; the built graph must contain it.</param>
/// <param name="Operands">Shapes and domains.</param>
/// <param name="Build">Builds the outputs from the operands.</param>
internal sealed record OperatorCase(string Name, Type Operator, Operand[] Operands, Func<Graph, Value[], Value[]> Build)
{
    /// <summary>The number of values that species take.</summary>
    public const int SpeciesCount = 3;

    /// <summary>Declares the operands and applies the operator.</summary>
    public (Graph Graph, Value[] Operands, Value[] Outputs) Create()
    {
        var graph = new Graph();
        Value[] operands = [.. Operands.Select((operand, i) => operand.Kind switch
        {
            OperandKind.Input => graph.Input(NameOf(i), [.. operand.Shape]),
            OperandKind.Parameter => graph.Parameter(NameOf(i), [.. operand.Shape.Select(dimension => dimension.Factor)]),
            _ => graph.IndexInput(NameOf(i), [.. operand.Shape]),
        })];
        return (graph, operands, Build(graph, operands));
    }

    /// <summary>Random values of the operands.</summary>
    public (Dictionary<string, Array> Inputs, ParameterStore Parameters) Sample(Random random, int particles, int neighbors)
    {
        var inputs = new Dictionary<string, Array>();
        var parameters = new ParameterStore();
        NeighborList list = RandomLists.Pairs(random, particles, 2, neighbors);
        foreach ((int i, Operand operand) in Operands.Index())
        {
            switch (operand.Kind)
            {
                case OperandKind.Parameter:
                    parameters[NameOf(i)] = operand.Sample(random, particles, neighbors);
                    break;
                case OperandKind.Species:
                    inputs[NameOf(i)] = Enumerable.Range(0, particles).Select(_ => (long)random.Next(SpeciesCount)).ToArray();
                    break;
                case OperandKind.Neighbors:
                    inputs[NameOf(i)] = list.Neighbors;
                    break;
                case OperandKind.Reverse:
                    inputs[NameOf(i)] = list.Reverse;
                    break;
                default:
                    inputs[NameOf(i)] = operand.Sample(random, particles, neighbors);
                    break;
            }
        }

        return (inputs, parameters);
    }

    public static string NameOf(int operand) => "x" + operand.ToString(CultureInfo.InvariantCulture);
}

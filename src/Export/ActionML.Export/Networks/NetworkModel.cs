using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>A network with its weights and what it was trained for: all that an export needs.</summary>
public sealed record NetworkModel
{
    /// <summary>What the model is for. Its precision is that of the training; an export chooses its own.</summary>
    public required ModelManifest Manifest { get; init; }

    /// <summary>The architecture.</summary>
    public required NetworkOptions Options { get; init; }

    /// <summary>Constants of the training data.</summary>
    public required NetworkScales Scales { get; init; }

    /// <summary>The weights.</summary>
    public required ParameterStore Parameters { get; init; }

    /// <summary>Builds the graph with its outputs, named as in the ONNX contract.</summary>
    public (Graph Graph, IReadOnlyList<(string Name, Value Value)> Outputs) BuildGraph()
    {
        var graph = new Graph();
        var inputs = new ModelInputs(graph, Options.Dimension);
        if (Manifest.Kind == ModelKind.Direct)
        {
            var direct = new DirectNetwork(graph, inputs, Options, Scales, Parameters);
            return (graph, [(TensorNames.DeltaPositions, direct.DeltaPositions), (TensorNames.DeltaMomenta, direct.DeltaMomenta)]);
        }

        var action = new ActionNetwork(graph, inputs, Options, Scales, Parameters);
        return (graph,
        [
            (TensorNames.DeltaPositions, action.DeltaPositions),
            (TensorNames.DeltaMomenta, action.DeltaMomenta),
            (TensorNames.GeneratingFunction, action.GeneratingFunction),
        ]);
    }

    /// <summary>The model as an ONNX file of the given precision.</summary>
    public byte[] ToOnnx(ModelPrecision precision)
    {
        (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = BuildGraph();
        return OnnxWriter.Write(graph, outputs, new OnnxOptions
        {
            Precision = precision,
            Parameters = Parameters,
            Metadata = (Manifest with { Precision = precision }).ToMetadata(),
            Description = Manifest.Kind == ModelKind.Action
                ? "Gradient of a generating function of midpoint type: evaluate at the midpoint of a step and solve for it."
                : "Direct prediction of one step from its start.",
        });
    }
}

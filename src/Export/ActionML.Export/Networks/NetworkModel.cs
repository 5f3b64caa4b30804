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

    /// <summary>Reads a network back from the file that <see cref="ToOnnx"/> made of it.</summary>
    /// <param name="content">The file.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="FileException">The content is not an ONNX file.</exception>
    /// <exception cref="ModelMismatchException">The file is not a model of ours, or does not say how its network is built.</exception>
    public static NetworkModel FromOnnx(byte[] content, string source) => OnnxNetworkReader.Read(content, source);

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

    /// <summary>Builds the graph of the action's Hessian-vector product with its outputs, named as in the ONNX contract.</summary>
    /// <exception cref="InvalidOperationException">The model is a direct one.</exception>
    public (Graph Graph, IReadOnlyList<(string Name, Value Value)> Outputs) BuildHessianGraph()
    {
        if (Manifest.Kind != ModelKind.Action)
        {
            throw new InvalidOperationException("A direct model has no generating function, and so no Hessian. Take the action model.");
        }

        var graph = new Graph();
        var inputs = new ModelInputs(graph, Options.Dimension);
        var product = new HessianProduct(graph, inputs, new ActionNetwork(graph, inputs, Options, Scales, Parameters));
        return (graph, [(TensorNames.DeltaPositions, product.DeltaPositions), (TensorNames.DeltaMomenta, product.DeltaMomenta)]);
    }

    /// <summary>The model as an ONNX file of the given precision.</summary>
    /// <param name="precision">In which it computes.</param>
    /// <param name="chunk">Particles that it evaluates at a time; see <see cref="OnnxOptions.Chunk"/>.</param>
    public byte[] ToOnnx(ModelPrecision precision, int? chunk = null) => Write(BuildGraph(), precision, Manifest.Kind == ModelKind.Action
        ? "Gradient of a generating function of midpoint type: evaluate at the midpoint of a step and solve for it."
        : "Direct prediction of one step from its start.", chunk);

    /// <summary>The Hessian-vector product of an action as an ONNX file of the given precision.</summary>
    /// <exception cref="InvalidOperationException">The model is a direct one.</exception>
    public byte[] ToHessianOnnx(ModelPrecision precision) => Write(
        BuildHessianGraph(), precision, "Change of the gradient of a generating function of midpoint type along a direction.");

    private byte[] Write((Graph Graph, IReadOnlyList<(string Name, Value Value)> Outputs) built, ModelPrecision precision, string description, int? chunk = null) =>
        OnnxWriter.Write(built.Graph, built.Outputs, new OnnxOptions
        {
            Precision = precision,
            Parameters = Parameters,
            Metadata = new Dictionary<string, string>((Manifest with { Precision = precision }).ToMetadata())
            {
                [NetworkMetadata.Key] = NetworkMetadata.Write(Options, Scales),
            },
            Description = description,
            Chunk = chunk,
        });
}

namespace ActionML.Export;

/// <summary>
/// Writes several graphs into one model, in which a graph reads what those before it compute. Each stays a graph of its own, to
/// be used and tested alone.
/// </summary>
/// <param name="options">Precision and sizes of all of them.</param>
internal sealed class OnnxComposition(OnnxOptions options)
{
    private readonly OnnxScope _scope = new();

    /// <summary>The next graph.</summary>
    /// <param name="graph">The graph. Inputs and parameters that are given nothing become inputs of the model.</param>
    /// <param name="given">Inputs and parameters, with the names of tensors that earlier graphs compute or read.</param>
    public OnnxEmitter Add(Graph graph, params IReadOnlyList<(Value Value, string Name)> given)
    {
        var emitter = new OnnxEmitter(graph, options, _scope);
        foreach ((Value value, string name) in given)
        {
            emitter.Bind(value, name);
        }

        emitter.Declare();
        return emitter;
    }

    /// <summary>The serialized model, with the outputs that the emitters were told.</summary>
    public byte[] Write() => OnnxWriter.Write(_scope.Proto, options.Description, options.Metadata, usesMl: false);
}

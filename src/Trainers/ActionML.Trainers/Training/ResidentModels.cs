using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>The ONNX models of a training whose weights stay on a device. In all of them the weights are one vector, cut at its head.</summary>
internal static class ResidentModels
{
    /// <summary>Input and output of <see cref="WriteCopy"/>.</summary>
    public const string From = "from";

    /// <inheritdoc cref="From"/>
    public const string To = "to";

    /// <summary>A step: errors, gradients and the update of <see cref="UpdateGraph"/>.</summary>
    public static byte[] WriteStep(TrainingGraph training, OnnxOptions options)
    {
        var model = new OnnxComposition(options);
        (OnnxEmitter network, string weights) = AddNetwork(model, training);
        var update = new UpdateGraph(training);
        OnnxEmitter emitter = model.Add(
            update.Graph,
            [
                (update.Graph.Input(UpdateGraph.Weights, training.WeightCount), weights),
                .. update.Gradients.Concat(update.Errors).Select(pair => (pair.Input, network.NameOf(pair.Source))),
            ]);
        foreach ((string name, Value value) in update.Outputs)
        {
            emitter.Output(name, value);
        }

        return model.Write();
    }

    /// <summary>Both squared errors, without gradients: what a validation needs.</summary>
    public static byte[] WriteErrors(TrainingGraph training, OnnxOptions options)
    {
        var model = new OnnxComposition(options);
        (OnnxEmitter network, _) = AddNetwork(model, training);
        foreach ((string name, Value value) in training.Outputs.Take(2))
        {
            network.Output(name, value);
        }

        return model.Write();
    }

    /// <summary>A vector of any length, as it is: with one side on the host and the other on the device, a way between the two.</summary>
    public static byte[] WriteCopy(ModelPrecision precision)
    {
        var graph = new Graph();
        return OnnxWriter.Write(graph, [(To, graph.Input(From, Dimension.Particles))], new OnnxOptions { Precision = precision });
    }

    private static (OnnxEmitter Network, string Weights) AddNetwork(OnnxComposition model, TrainingGraph training)
    {
        var head = new Graph();
        Value weights = head.Input(UpdateGraph.Weights, training.WeightCount);
        Value[] parts = head.Split(weights, 0, [.. training.Graph.Parameters.Select(parameter => parameter.Shape.Elements.Factor)]);
        Value[] slices = [.. parts.Zip(training.Graph.Parameters, (part, parameter) => head.Reshape(part, parameter.Shape))];
        OnnxEmitter cut = model.Add(head);
        return (model.Add(training.Graph, [.. training.Graph.Parameters.Zip(slices, (parameter, slice) => (parameter, cut.NameOf(slice)))]), cut.NameOf(weights));
    }
}

using System.Runtime.InteropServices;
using ActionML.Export;
using ActionML.Export.Protobuf;
using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>
/// Reads the network back from its ONNX file: weights by their names, scales where the graph applies them. Whoever compares
/// with the file afterwards knows whether it was read right.
/// </summary>
internal sealed class ModelReader
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, float[]> _constants;

    private ModelReader(string path)
    {
        _graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph;
        _constants = _graph.Initializer.Where(tensor => tensor.DataType == (int)OnnxTypes.Float)
            .ToDictionary(tensor => tensor.Name, tensor => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray());
    }

    /// <summary>Reads both models of a directory: single precision, three dimensions, a cutoff, and the trainer's sizes.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="action">The action model's manifest.</param>
    /// <param name="direct">The direct model's manifest.</param>
    public static (NetworkModel Action, NetworkModel Direct) Read(string directory, ModelManifest action, ModelManifest direct)
    {
        var directReader = new ModelReader(Path.Combine(directory, TensorNames.DirectFile));
        double unit = directReader.PositionChange(direct.TimeStep.Value);
        return (new ModelReader(Path.Combine(directory, TensorNames.ActionFile)).Model(action, unit), directReader.Model(direct, unit));
    }

    private NetworkModel Model(ModelManifest manifest, double positionChange)
    {
        var training = new TrainingOptions();
        var parameters = new ParameterStore();
        double length = 1 / Factor(Reader(TensorNames.Shifts));
        var model = new NetworkModel
        {
            Manifest = manifest,
            Options = new NetworkOptions
            {
                SpeciesCount = manifest.Species.Count,
                Width = training.Width,
                VectorWidth = training.VectorWidth,
                Rounds = training.Rounds,
                RadialFunctions = training.RadialFunctions,
                Cutoff = manifest.Cutoff,
            },
            Scales = new NetworkScales
            {
                TimeStep = manifest.TimeStep.Value,
                Length = length,
                ClosestDistance = length * Factor(_graph.Node.First(node => node.OpType == "Sub" && node.Input.Any(IsScalar))),
                Velocity = 1 / Factor(Reader(TensorNames.Momenta)),
                Mass = 1 / Factor(Writer(_graph.Node.First(node => node.OpType == "Log").Input[0])),
                Neighbors = manifest.MeanNeighbors,
                MomentumChange = manifest.ResidualScale, // where all pairs have the same weight
                PositionChange = positionChange,
            },
            Parameters = parameters,
        };
        model.BuildGraph();
        foreach (string name in parameters.Names.ToArray())
        {
            parameters[name] = _constants.TryGetValue(name, out float[]? values) && values.Length == parameters[name].Length
                ? [.. values.Select(value => (double)value)]
                : throw new InvalidOperationException($"The model has no {parameters[name].Length} weights '{name}'; its sizes are not the trainer's defaults.");
        }

        return model;
    }

    /// <summary>Δq = h p/m + h s x/√m: the factor of the last layer's output, over h.</summary>
    private double PositionChange(double step)
    {
        NodeProto sum = Writer(Writer(TensorNames.DeltaPositions).Input[0]); // the output is an identity
        return Factor(Writer(Writer(sum.Input[1]).Input[0])) / step;
    }

    private NodeProto Reader(string name) => _graph.Node.First(node => node.OpType == "Mul" && node.Input.Contains(name) && node.Input.Any(IsScalar));

    private NodeProto Writer(string name) => _graph.Node.Single(node => node.Output.Contains(name));

    private double Factor(NodeProto node) => _constants[node.Input.First(IsScalar)][0];

    private bool IsScalar(string name) => _constants.TryGetValue(name, out float[]? values) && values.Length == 1;
}

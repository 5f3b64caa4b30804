using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Trainers.Tests;

/// <summary>Makes engines with the update in the graph, here on the CPU.</summary>
/// <param name="copies">Whether the engine sees what was sent and nothing else, as on a device that is not the host.</param>
internal sealed class ResidentFactory(bool copies) : ITrainingEngineFactory
{
    public string Name => "resident";

    public string? WhyNot(int? gpu) => null;

    public ITrainingEngine Create(TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, int? gpu) =>
        options.Precision == ModelPrecision.Double
            ? new ResidentTrainingEngine<double>(graph, parameters, layout, options, ExecutionTarget.Cpu, copies)
            : new ResidentTrainingEngine<float>(graph, parameters, layout, options, ExecutionTarget.Cpu, copies);
}

using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>Makes engines that train through ONNX Runtime.</summary>
internal sealed class OnnxEngineFactory : ITrainingEngineFactory
{
    public string Name => "ONNX Runtime";

    public string? WhyNot(int? gpu)
    {
        try
        {
            _ = OrtEnv.Instance();
            return gpu is { } device ? ExecutionTarget.Cuda(device).WhyNot() : null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            return $"ONNX Runtime's native library does not load ({e.GetBaseException().Message}). Add the package Microsoft.ML.OnnxRuntime.";
        }
    }

    // On the CPU the update in vectors of the host is the faster one (docs/adr/0010); on a device weights would have to travel to it.
    public ITrainingEngine Create(TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, int? gpu) =>
        (options.Precision == ModelPrecision.Double, gpu) switch
        {
            (true, null) => new OnnxTrainingEngine<double>(graph, parameters, layout, options),
            (false, null) => new OnnxTrainingEngine<float>(graph, parameters, layout, options),
            (true, { } device) => new ResidentTrainingEngine<double>(graph, parameters, layout, options, ExecutionTarget.Cuda(device)),
            (false, { } device) => new ResidentTrainingEngine<float>(graph, parameters, layout, options, ExecutionTarget.Cuda(device)),
        };
}

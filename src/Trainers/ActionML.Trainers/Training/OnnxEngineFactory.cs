using ActionML.Export;
using ActionML.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>Makes engines that train through ONNX Runtime.</summary>
internal sealed class OnnxEngineFactory : ITrainingEngineFactory
{
    public string Name => "ONNX Runtime";

    public string? WhyNot(int? gpu)
    {
        if (gpu is not null)
        {
            return "This version trains through ONNX Runtime on the CPU only.";
        }

        try
        {
            _ = OrtEnv.Instance();
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            return $"ONNX Runtime's native library does not load ({e.GetBaseException().Message}). Add the package Microsoft.ML.OnnxRuntime.";
        }
    }

    public ITrainingEngine Create(TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, int? gpu) =>
        options.Precision == ModelPrecision.Double
            ? new OnnxTrainingEngine<double>(graph, parameters, layout, options)
            : new OnnxTrainingEngine<float>(graph, parameters, layout, options);
}

using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>Opens the models of a training.</summary>
internal static class TrainingSession
{
    /// <param name="model">The model.</param>
    /// <param name="target">Where it is to run.</param>
    /// <param name="threads">Threads within an operator on the CPU.</param>
    public static InferenceSession Open(byte[] model, ExecutionTarget target, int threads)
    {
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        OnnxSessionSettings.Apply(settings, target);
        return new InferenceSession(model, settings);
    }
}

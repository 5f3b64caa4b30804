using System.Reflection;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Which engine trains, where, and why.</summary>
/// <param name="Factory">Makes the engine.</param>
/// <param name="Gpu">Index of the CUDA device; null for the CPU.</param>
/// <param name="Reason">Why, as a sentence for the log.</param>
internal sealed record EngineSelection(ITrainingEngineFactory Factory, int? Gpu, string Reason)
{
    /// <summary>The assembly that brings the second engine. It is optional, so it is found by name.</summary>
    private const string TorchSharpAssembly = "ActionML.Trainers.TorchSharp";

    private static readonly OnnxEngineFactory OnnxRuntime = new();
    private static readonly Lazy<ITrainingEngineFactory?> TorchSharp = new(FindTorchSharp);

    /// <summary>For example <c>ONNX Runtime on the CPU</c>.</summary>
    public string Name => $"{Factory.Name} on {NameOf(Gpu)}";

    /// <summary>Selects by what the options ask for and what loads here.</summary>
    /// <exception cref="DeviceException">The engine or the device asked for is not there.</exception>
    public static EngineSelection Of(TrainingOptions options) => Of(options, OnnxRuntime, TorchSharp.Value);

    /// <summary>Selects between these two; the second may be missing.</summary>
    internal static EngineSelection Of(TrainingOptions options, ITrainingEngineFactory onnxRuntime, ITrainingEngineFactory? torchSharp)
    {
        // Measured side by side (docs/benchmarks.md): ONNX Runtime is the faster one on the CPU. On CUDA neither has been measured.
        ITrainingEngineFactory?[] candidates = options.Engine switch
        {
            TrainingEngine.OnnxRuntime => [onnxRuntime],
            TrainingEngine.TorchSharp => [torchSharp],
            _ => options.GpuDeviceId is null ? [onnxRuntime, torchSharp] : [torchSharp, onnxRuntime],
        };
        var reasons = new List<string>();
        foreach (int? gpu in options.GpuDeviceId is { } device ? options.FallbackToCpu ? [device, null] : (int?[])[device] : [null])
        {
            // What is faster on CUDA need not be on the CPU.
            foreach (ITrainingEngineFactory? factory in gpu is null && options.Engine == TrainingEngine.Auto ? [onnxRuntime, torchSharp] : candidates)
            {
                string? obstacle = factory is null
                    ? $"The package {TorchSharpAssembly} is not there; add it, and the libtorch package of your platform."
                    : factory.WhyNot(gpu);
                if (obstacle is null)
                {
                    string reason = reasons.Count > 0 ? string.Join(' ', reasons)
                        : options.Engine != TrainingEngine.Auto ? "The options ask for it."
                        : gpu is null ? "It is the faster engine on the CPU (docs/benchmarks.md)."
                        : "It is asked first on CUDA, where neither engine has been measured.";
                    return new EngineSelection(factory!, gpu, reason);
                }

                reasons.Add($"{factory?.Name ?? "TorchSharp"} on {NameOf(gpu)}: {obstacle}");
            }
        }

        string asked = $"{(options.Engine == TrainingEngine.Auto ? "any engine" : options.Engine.ToString())} on {NameOf(options.GpuDeviceId)}";
        throw new DeviceException(
            $"The training cannot start: it was to use {asked}{(options.GpuDeviceId is not null && !options.FallbackToCpu ? ", and FallbackToCpu is false" : "")}. {string.Join(' ', reasons)}{(options.GpuDeviceId is null ? "" : " Set FallbackToCpu, or leave GpuDeviceId out, to train on the CPU.")}");
    }

    private static string NameOf(int? gpu) => gpu is null ? "the CPU" : $"CUDA device {gpu}";

    private static ITrainingEngineFactory? FindTorchSharp()
    {
        try
        {
            Type type = Assembly.Load(TorchSharpAssembly).GetType("ActionML.Trainers.TorchSharpEngineFactory", throwOnError: true)!;
            return (ITrainingEngineFactory)Activator.CreateInstance(type)!;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}

using ActionML.Export;
using TorchSharp;

namespace ActionML.Trainers;

/// <summary>Makes engines that train with TorchSharp. ActionML.Trainers finds it by its name.</summary>
internal sealed class TorchSharpEngineFactory : ITrainingEngineFactory
{
    public string Name => "TorchSharp";

    public string? WhyNot(int? gpu)
    {
        try
        {
            if (gpu is null)
            {
                torch.TryInitializeDeviceType(DeviceType.CPU);
                return null;
            }

            if (!torch.TryInitializeDeviceType(DeviceType.CUDA))
            {
                return "libtorch finds no CUDA device. Check the driver, and that the application references a libtorch package for CUDA.";
            }

            int count = torch.cuda.device_count();
            return gpu < count ? null : $"There are {count} CUDA devices, numbered from 0.";
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return $"libtorch does not load. Add the libtorch package of your platform. ({e.GetBaseException().Message.Trim()})";
        }
    }

    public ITrainingEngine Create(TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, int? gpu) =>
        new TorchSharpTrainingEngine(graph, parameters, layout, options, gpu is { } index ? torch.device(DeviceType.CUDA, index) : torch.CPU);
}

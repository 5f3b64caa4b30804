using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>Weights, moments and averaged weights on a device, each one vector.</summary>
internal sealed class ResidentWeights<T>(DeviceMemory memory, int count)
    where T : unmanaged
{
    private readonly OrtValue _weights = memory.Allocate<T>(count).As(count);
    private readonly OrtValue _first = memory.Allocate<T>(count).As(count);
    private readonly OrtValue _second = memory.Allocate<T>(count).As(count);

    public OrtValue Average { get; } = memory.Allocate<T>(count).As(count);

    /// <summary>In the order in which a checkpoint has them.</summary>
    public IReadOnlyList<OrtValue> All => [_weights, _first, _second, Average];

    /// <summary>A step reads them.</summary>
    public void BindInputs(OrtIoBinding binding)
    {
        binding.BindInput(UpdateGraph.Weights, _weights);
        binding.BindInput(UpdateGraph.FirstMoment, _first);
        binding.BindInput(UpdateGraph.SecondMoment, _second);
        binding.BindInput(UpdateGraph.Average, Average);
    }

    /// <summary>A step writes them.</summary>
    public void BindOutputs(OrtIoBinding binding)
    {
        binding.BindOutput(UpdateGraph.NewPrefix + UpdateGraph.Weights, _weights);
        binding.BindOutput(UpdateGraph.NewPrefix + UpdateGraph.FirstMoment, _first);
        binding.BindOutput(UpdateGraph.NewPrefix + UpdateGraph.SecondMoment, _second);
        binding.BindOutput(UpdateGraph.NewPrefix + UpdateGraph.Average, Average);
    }
}

using ActionML.Export;
using ActionML.Runtime;
using Microsoft.ML;

namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class EngineSelectionTests
{
    private static readonly Engine Onnx = new("ONNX Runtime", cpu: null, gpu: "No GPU here.");
    private static readonly Engine Torch = new("TorchSharp", cpu: null, gpu: null);
    private static readonly Engine TorchWithoutGpu = new("TorchSharp", cpu: null, gpu: "There are 0 CUDA devices, numbered from 0.");

    [TestMethod]
    public void TheFasterEngineOfTheDeviceIsTaken()
    {
        Check(new TrainingOptions(), Torch, "ONNX Runtime on the CPU", "faster");
        Check(new TrainingOptions(), null, "ONNX Runtime on the CPU", "faster");
    }

    [TestMethod]
    public void OnCudaTheEngineThatIsThereIsTaken()
    {
        var options = new TrainingOptions { GpuDeviceId = 1 };
        Check(options, Torch, "TorchSharp on CUDA device 1", "neither engine has been measured");

        var both = new Engine("ONNX Runtime", cpu: null, gpu: null);
        EngineSelection selection = EngineSelection.Of(options, both, TorchWithoutGpu);
        Assert.AreEqual("ONNX Runtime on CUDA device 1", selection.Name);
        StringAssert.Contains(selection.Reason, "There are 0 CUDA devices");

        selection = EngineSelection.Of(options with { Engine = TrainingEngine.OnnxRuntime }, both, Torch);
        Assert.AreEqual("ONNX Runtime on CUDA device 1", selection.Name);
        StringAssert.Contains(selection.Reason, "ask for it");
    }

    [TestMethod]
    public void OnnxRuntimeSaysWhatADeviceLacks() =>
        StringAssert.Contains(new OnnxEngineFactory().WhyNot(1000), "cuda:1000"); // no machine has so many

    [TestMethod]
    public void WhatIsAskedForIsTaken()
    {
        Check(new TrainingOptions { Engine = TrainingEngine.TorchSharp }, Torch, "TorchSharp on the CPU", "ask for it");
        Check(new TrainingOptions { Engine = TrainingEngine.OnnxRuntime }, Torch, "ONNX Runtime on the CPU", "ask for it");
    }

    [TestMethod]
    public void WithoutTheDeviceTheCpuTrainsAndTheReasonIsGiven()
    {
        Check(new TrainingOptions { GpuDeviceId = 0 }, TorchWithoutGpu, "ONNX Runtime on the CPU", "There are 0 CUDA devices");
        Check(new TrainingOptions { GpuDeviceId = 0 }, null, "ONNX Runtime on the CPU", "ActionML.Trainers.TorchSharp is not there");
        Check(new TrainingOptions { GpuDeviceId = 0, Engine = TrainingEngine.TorchSharp }, TorchWithoutGpu, "TorchSharp on the CPU", "There are 0 CUDA devices");
    }

    [TestMethod]
    public void AnEngineThatDoesNotLoadIsPassedOver()
    {
        EngineSelection selection = EngineSelection.Of(
            new TrainingOptions(), new Engine("ONNX Runtime", "Its library does not load.", "No GPU."), Torch);
        Assert.AreEqual("TorchSharp on the CPU", selection.Name);
        StringAssert.Contains(selection.Reason, "Its library does not load.");
    }

    [TestMethod]
    public void WithoutFallbackAMissingDeviceIsAnError()
    {
        var options = new TrainingOptions { GpuDeviceId = 3, FallbackToCpu = false };
        var error = Assert.ThrowsExactly<DeviceException>(() => EngineSelection.Of(options, Onnx, TorchWithoutGpu));
        foreach (string part in new[] { "CUDA device 3", "FallbackToCpu is false", "There are 0 CUDA devices" })
        {
            StringAssert.Contains(error.Message, part);
        }

        // And for real: no machine has so many.
        Assert.ThrowsExactly<DeviceException>(() => EngineSelection.Of(options with { GpuDeviceId = 1000 }));
    }

    [TestMethod]
    public void AMissingEngineIsAnError()
    {
        var error = Assert.ThrowsExactly<DeviceException>(
            () => EngineSelection.Of(new TrainingOptions { Engine = TrainingEngine.TorchSharp }, Onnx, null));
        StringAssert.Contains(error.Message, "ActionML.Trainers.TorchSharp is not there; add it");
    }

    [TestMethod]
    public void TheDeviceOfTheContextIsTakenAndTheLogSaysWhatTrains()
    {
        var log = new List<string>();
        var context = new MLContext(1) { GpuDeviceId = 1000, FallbackToCpu = false };
        context.Log += (_, message) => log.Add(message.Message);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(1));
        var options = new ActionTrainer.Options { Training = new TrainingOptions { Width = 8, VectorWidth = 4, MaxIterations = 2, BatchSize = 4 } };
        var error = Assert.ThrowsExactly<DeviceException>(() => context.Dynamics().Trainers.Action(options).Fit(data));
        StringAssert.Contains(error.Message, "CUDA device 1000");

        context.FallbackToCpu = true;
        using ActionTransformer model = context.Dynamics().Trainers.Action(options).Fit(data);
        Assert.AreEqual("ONNX Runtime on the CPU", model.Trained!.Summary.Engine);
        Assert.IsTrue(log.Exists(line => line.Contains("Training with ONNX Runtime on the CPU", StringComparison.Ordinal)
            && line.Contains("CUDA device 1000", StringComparison.Ordinal)));
    }

    private static void Check(TrainingOptions options, ITrainingEngineFactory? torch, string name, string reason)
    {
        EngineSelection selection = EngineSelection.Of(options, Onnx, torch);
        Assert.AreEqual(name, selection.Name);
        StringAssert.Contains(selection.Reason, reason);
    }

    private sealed class Engine(string name, string? cpu, string? gpu) : ITrainingEngineFactory
    {
        public string Name => name;

        public string? WhyNot(int? device) => device is null ? cpu : gpu;

        public ITrainingEngine Create(
            TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, int? device) =>
            throw new NotSupportedException("a selection makes no engine");
    }
}

using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>Where models run, and what is said where that cannot be had. What a machine lacks is injected.</summary>
[TestClass]
public sealed class ExecutionTargetTests
{
    private const string Core = "libonnxruntime.so";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("cpu", null)]
    [DataRow("cuda:0", 0)]
    [DataRow("cuda:12", 12)]
    public void ATargetIsWrittenAsItIsRead(string text, int? device)
    {
        Assert.IsTrue(ExecutionTarget.TryParse(text, out ExecutionTarget? target));
        Assert.AreEqual(device, target.CudaDevice);
        Assert.AreEqual(text, target.ToString());
        Assert.AreEqual(device is { } index ? ExecutionTarget.Cuda(index) : ExecutionTarget.Cpu, target);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("gpu")]
    [DataRow("CPU")]
    [DataRow("cuda")]
    [DataRow("cuda:")]
    [DataRow("cuda:-1")]
    [DataRow("cuda: 0")]
    [DataRow("cuda:99999999999")]
    public void AnythingElseIsNone(string text) => Assert.IsFalse(ExecutionTarget.TryParse(text, out _));

    [TestMethod]
    public void NegativeDevicesAreRefused() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ExecutionTarget.Cuda(-1));

    [TestMethod]
    public void NothingIsSaidWhereNothingIsMissing()
    {
        Assert.IsNull(ExecutionTarget.Cpu.WhyNot());
        Assert.IsNull(CudaCheck.WhyNot(1, new FakeCudaMachine { Driver = new CudaDriver(0, 13000, 2) }));
    }

    [TestMethod]
    public void EverythingThatIsMissingIsNamedAtOnce()
    {
        string said = CudaCheck.WhyNot(0, new FakeCudaMachine { Absent = ["libcuda.so.1", "libcublas.so.13", "libcurand.so.10"] })!;
        TestContext.WriteLine(said);
        Assert.Contains("cuda:0", said);
        Assert.Contains("no NVIDIA driver: libcuda.so.1 does not load", said);
        Assert.Contains("libcublas.so.13, libcurand.so.10 do not load", said);
        Assert.Contains("CUDA 13", said);
        Assert.Contains("LD_LIBRARY_PATH", said);
        Assert.DoesNotContain("libcudart", said);
        Assert.DoesNotContain("bundle", said);
    }

    [TestMethod]
    public void AnInstallationForTheCpuSaysWhichPackageToTake()
    {
        foreach (var machine in new[] { new FakeCudaMachine { CoreTakesCuda = false }, new FakeCudaMachine { HasProvider = false } })
        {
            string said = CudaCheck.WhyNot(0, machine)!;
            Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", said);
            Assert.DoesNotContain("libcublas", said);
        }

        Assert.Contains("libonnxruntime_providers_cuda.so", CudaCheck.WhyNot(0, new FakeCudaMachine { HasProvider = false })!);
    }

    [TestMethod]
    [DataRow(0, 0, 13000, 0, "no CUDA device")]
    [DataRow(0, 100, 13000, 0, "no CUDA device")]
    [DataRow(0, 999, 13000, 0, "cuInit returns 999")]
    [DataRow(0, 0, 12040, 1, "serves CUDA up to 12.4; CUDA 13 is needed")]
    [DataRow(1, 0, 13000, 1, "no CUDA device 1: this machine has one, cuda:0")]
    [DataRow(7, 0, 13010, 4, "no CUDA device 7: this machine has 4, cuda:0 to cuda:3")]
    public void TheDriversAnswerIsPutIntoWords(int device, int error, int version, int devices, string words) =>
        Assert.Contains(words, CudaCheck.WhyNot(device, new FakeCudaMachine { Driver = new CudaDriver(error, version, devices) })!);

    [TestMethod]
    public void AModelForADeviceThatIsNotThereIsRefusedWithTheReason()
    {
        // As far as machines have fewer than a thousand devices.
        var options = new OnnxModelOptions { ExecutionTarget = ExecutionTarget.Cuda(999) };
        byte[] content = RandomModel.Create(ModelKind.Action, new NetworkOptions { Dimension = 2, Width = 4, VectorWidth = 2, RadialFunctions = 3 }, Chance.New(TestContext)).ToOnnx(ModelPrecision.Single);
        DeviceException error = Assert.ThrowsExactly<DeviceException>(() => OnnxActionModel.Load(content, "it", options));
        Assert.AreEqual(options.ExecutionTarget.WhyNot(), error.Message);
        Assert.Contains("cuda:999", error.Message);
    }

    [TestMethod]
    public void NeedsOfALibraryAreRead()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Shared libraries are read on Linux only.");
        }

        _ = Microsoft.ML.OnnxRuntime.OrtEnv.Instance();
        IReadOnlyList<string> needs = SharedLibrary.Needs(Path.Combine(CudaMachine.Here.ProviderFolder, Core));
        TestContext.WriteLine(string.Join(' ', needs));
        Assert.Contains("libstdc++.so.6", needs);
        Assert.Contains("libc.so.6", needs);
        Assert.IsTrue(needs.All(CudaMachine.Here.Loads), "what is loaded has what it needs");
        Assert.IsEmpty(SharedLibrary.Needs(typeof(ExecutionTargetTests).Assembly.Location));
        Assert.IsFalse(CudaMachine.Here.Loads("libnone-of-this-name.so.1"));
    }
}

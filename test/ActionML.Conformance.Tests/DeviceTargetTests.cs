using ActionML.Runtime.Onnx;

namespace ActionML.Conformance.Tests;

/// <summary>The CPU as a device: the tests themselves are tested everywhere.</summary>
[TestClass]
public sealed class CpuDeviceConformanceTests() : DeviceConformanceTests(ExecutionTarget.Cpu);

/// <summary>The first CUDA device. Skipped where there is none; not yet run on a GPU.</summary>
[TestClass]
public sealed class CudaDeviceConformanceTests() : DeviceConformanceTests(ExecutionTarget.Cuda(0));

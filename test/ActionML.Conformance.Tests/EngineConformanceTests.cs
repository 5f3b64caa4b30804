using ActionML.Testing;

namespace ActionML.Conformance.Tests;

/// <summary>The specification conforms to itself: what the suite asks for is possible.</summary>
[TestClass]
public sealed class InterpreterConformanceTests : ConformanceTests<InterpreterEngine>;

/// <summary>ONNX Runtime, CPU, double.</summary>
[TestClass]
public sealed class OnnxDoubleConformanceTests : ConformanceTests<OnnxDoubleEngine>;

/// <summary>ONNX Runtime, CPU, single.</summary>
[TestClass]
public sealed class OnnxSingleConformanceTests : ConformanceTests<OnnxSingleEngine>;

/// <summary>ONNX Runtime, CUDA, double. Skipped where there is no device.</summary>
[TestClass]
public sealed class CudaDoubleConformanceTests : ConformanceTests<CudaDoubleEngine>;

/// <summary>ONNX Runtime, CUDA, single. Skipped where there is no device.</summary>
[TestClass]
public sealed class CudaSingleConformanceTests : ConformanceTests<CudaSingleEngine>;

/// <summary>TorchSharp, CPU, double.</summary>
[TestClass]
public sealed class TorchSharpDoubleConformanceTests : ConformanceTests<TorchSharpDoubleEngine>;

/// <summary>TorchSharp, CPU, single.</summary>
[TestClass]
public sealed class TorchSharpSingleConformanceTests : ConformanceTests<TorchSharpSingleEngine>;

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

/// <summary>TorchSharp, CPU, double.</summary>
[TestClass]
public sealed class TorchSharpDoubleConformanceTests : ConformanceTests<TorchSharpDoubleEngine>;

/// <summary>TorchSharp, CPU, single.</summary>
[TestClass]
public sealed class TorchSharpSingleConformanceTests : ConformanceTests<TorchSharpSingleEngine>;

using System.Collections.Concurrent;
using ActionML.Runtime.Onnx;

namespace ActionML.Conformance.Tests;

/// <summary>Asks once why a target cannot be had: hundreds of tests want to know.</summary>
internal static class Targets
{
    private static readonly ConcurrentDictionary<ExecutionTarget, string?> Answers = [];

    public static string? WhyNot(ExecutionTarget target) => Answers.GetOrAdd(target, asked => asked.WhyNot());
}

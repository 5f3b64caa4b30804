using ActionML.Export;

namespace ActionML.Testing;

/// <summary>Something that executes graphs. A new engine is tested by one class that inherits the conformance suite.</summary>
public interface IEngine
{
    /// <summary>The largest error of one operator, relative to the largest element of its result.</summary>
    double OperatorTolerance { get; }

    /// <summary>The largest error of a whole network on equal inputs, relative to the largest element of each output.</summary>
    double NetworkTolerance { get; }

    /// <summary>
    /// The largest error of an invariance. Transformed inputs are rounded anew, and gradients at close pairs magnify that.
    /// </summary>
    double InvarianceTolerance => 10 * NetworkTolerance;

    /// <summary>Why the engine's tests are skipped on this machine, as a sentence; null where it runs.</summary>
    string? Missing => null;

    /// <summary>A number as the engine stores it, so that the rounding of inputs is not counted as its error.</summary>
    double Round(double value);

    /// <summary>Computes named values of a graph.</summary>
    Tensor[] Run(
        Graph graph,
        IReadOnlyList<(string Name, Value Value)> outputs,
        IReadOnlyDictionary<string, Array> inputs,
        ParameterStore parameters,
        int particles,
        int neighbors);
}

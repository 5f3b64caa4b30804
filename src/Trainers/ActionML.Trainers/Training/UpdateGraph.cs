using ActionML.Export;

namespace ActionML.Trainers;

/// <summary>
/// AdamW with clipping and averaging, the step of <see cref="AdamW{T}"/>, as a graph: all weights are one vector, and the
/// host gives nothing but a few coefficients.
/// </summary>
/// <remarks>
/// <para>
/// With g the gradient, |g| its norm and G the largest that it may have: ĝ = g·G/(G + max(|g| − G, 0)), whose factor is exactly 1
/// where |g| ≤ G; m ← β₁m + (1 − β₁)ĝ; v ← β₂v + (1 − β₂)ĝ²; w ← s·w − r·m/(c√v + ε); w̄ ← a·w̄ + (1 − a)·w.
/// </para>
/// <para>
/// G depends on the norms of earlier gradients alone (<see cref="GradientLimit"/>), so the host knows it before the step. Where |g| is
/// not finite, nor is anything that the graph makes: the host then goes on with what it read.
/// </para>
/// </remarks>
internal sealed class UpdateGraph
{
    public const string Weights = "weights";
    public const string FirstMoment = "first_moment";
    public const string SecondMoment = "second_moment";
    public const string Average = "average";
    public const string Coefficients = "coefficients";
    public const string Summary = "summary";

    /// <summary>Begins the names of what takes the place of weights, moments and average.</summary>
    public const string NewPrefix = "new.";

    /// <summary>Where the norm is in the summary, after both squared errors.</summary>
    public const int Norm = 2;

    // A limit that rounds to zero would be 0/0 for a gradient of zero; below this one AdamW's ε hides the gradient anyway.
    private const double SmallestLimit = 1e-30;

    /// <param name="training">The graph of errors and gradients.</param>
    public UpdateGraph(TrainingGraph training)
    {
        Gradients = [.. training.Outputs.Skip(2).Select(output => (Graph.Input(output.Name, [.. output.Value.Shape]), output.Value))];
        Errors = [.. training.Outputs.Take(2).Select(output => (Graph.Input(output.Name, [.. output.Value.Shape]), output.Value))];
        int count = Gradients.Sum(gradient => gradient.Input.Shape.Elements.Factor);
        Value weights = Graph.Input(Weights, count);
        Value first = Graph.Input(FirstMoment, count);
        Value second = Graph.Input(SecondMoment, count);
        Value average = Graph.Input(Average, count);
        Value[] given = Graph.Split(Graph.Input(Coefficients, CoefficientCount), 0, [.. Enumerable.Repeat(1, CoefficientCount)]);
        (Value limit, Value shrink, Value rate, Value root, Value keepAverage, Value takeAverage) =
            (given[0], given[1], given[2], given[3], given[4], given[5]);

        Value gradient = Graph.Concat(0, [.. Gradients.Select(part => Flat(part.Input))]);
        Value norm = Graph.Sqrt(Graph.ReduceSum(Graph.Square(gradient), 0));
        Value excess = Graph.Relu(Graph.Subtract(norm, limit));
        Value clipped = Graph.Multiply(gradient, Graph.Divide(limit, Graph.Add(limit, excess)));

        // What is kept and what is taken are rounded one by one, as in AdamW<T>.
        Value newFirst = Graph.Add(
            Graph.Multiply(AdamWStep.FirstDecay, first), Graph.Multiply(1 - AdamWStep.FirstDecay, clipped));
        Value newSecond = Graph.Add(
            Graph.Multiply(AdamWStep.SecondDecay, second), Graph.Multiply(1 - AdamWStep.SecondDecay, Graph.Square(clipped)));
        Value length = Graph.Add(Graph.Multiply(Graph.Sqrt(newSecond), root), Graph.Constant(AdamWStep.Epsilon));
        Value newWeights = Graph.Subtract(
            Graph.Multiply(weights, shrink), Graph.Divide(Graph.Multiply(rate, newFirst), length));
        Value newAverage = Graph.Add(Graph.Multiply(keepAverage, average), Graph.Multiply(takeAverage, newWeights));
        Outputs =
        [
            (NewPrefix + Weights, newWeights),
            (NewPrefix + FirstMoment, newFirst),
            (NewPrefix + SecondMoment, newSecond),
            (NewPrefix + Average, newAverage),
            (Summary, Graph.Concat(0, [.. Errors.Select(error => Flat(error.Input)), norm])),
        ];
    }

    /// <summary>How many coefficients a step has.</summary>
    public static int CoefficientCount => 6;

    public Graph Graph { get; } = new();

    /// <summary>The inputs for gradients, each with the value of the training graph that it is for.</summary>
    public IReadOnlyList<(Value Input, Value Source)> Gradients { get; }

    /// <summary>The inputs for both squared errors, which go into the summary.</summary>
    public IReadOnlyList<(Value Input, Value Source)> Errors { get; }

    /// <summary>New weights, moments and average, and the summary: both squared errors and the gradient's norm, [3].</summary>
    public IReadOnlyList<(string Name, Value Value)> Outputs { get; }

    /// <summary>What the input <see cref="Coefficients"/> holds in a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="limit">The largest norm of its gradient.</param>
    /// <param name="coefficients">Takes them.</param>
    public static void Fill(in AdamWStep step, double limit, Span<double> coefficients)
    {
        coefficients[0] = Math.Max(limit, SmallestLimit);
        coefficients[1] = step.Shrink;
        coefficients[2] = step.Rate;
        coefficients[3] = step.Root;
        coefficients[4] = step.AverageDecay;
        coefficients[5] = 1 - step.AverageDecay;
    }

    private Value Flat(Value value) => Graph.Reshape(value, new Shape(value.Shape.Elements));
}

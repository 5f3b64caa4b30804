using ActionML.Export;
using ActionML.Runtime;
using ActionML.Testing;
using ActionML.Trainers;

namespace ActionML.Conformance.Tests;

/// <summary>The update as a graph is that of <see cref="AdamW{T}"/>.</summary>
[TestClass]
public sealed class UpdateGraphTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(0.5)] // what limits is the fixed norm
    [DataRow(1e6)] // what limits is twice the mean
    public void TheGraphTakesTheStepsOfTheHost(double largest)
    {
        Random random = Chance.New(TestContext);
        TrainingProblem problem = TrainingProblem.Create(random, ModelKind.Action, dimension: 2);
        var options = new TrainingOptions { WeightDecay = 0.02, AverageDecay = 0.9, GradientClip = largest };
        var update = new UpdateGraph(problem.Graph);
        var graph = new Interpreter([.. update.Outputs.Select(output => output.Value)]);
        int count = problem.Graph.WeightCount;
        double[] weights = random.Normals(count);
        double[] coefficients = new double[UpdateGraph.CoefficientCount];
        var inputs = new Dictionary<string, Array>
        {
            [UpdateGraph.Weights] = weights.ToArray(),
            [UpdateGraph.FirstMoment] = new double[count],
            [UpdateGraph.SecondMoment] = new double[count],
            [UpdateGraph.Average] = weights.ToArray(),
            [UpdateGraph.Coefficients] = coefficients,
            [TrainingGraph.SquaredErrorPositions] = new double[] { 3 },
            [TrainingGraph.SquaredErrorMomenta] = new double[] { 4 },
        };
        var host = new AdamW<double>(count, options);
        var limit = new GradientLimit(options.GradientClip);
        int clipped = 0;
        for (int step = 1; step <= 20; step++)
        {
            // Of length one, five, a tenth, then of any length between, once zero.
            double length = step switch { 1 => 1, 2 => 5, 3 => 0.1, 7 => 0, _ => Math.Pow(10, random.Between(-1, 1)) };
            double[] gradient = random.Normals(count, length / Math.Sqrt(count));
            int offset = 0;
            foreach ((Value input, _) in update.Gradients)
            {
                int size = input.Shape.Elements.Factor;
                inputs[((InputOperator)input.Node.Operator).Name] = gradient[offset..(offset + size)];
                offset += size;
            }

            double norm = Math.Sqrt(gradient.Sum(g => g * g));
            clipped += norm > limit.Next ? 1 : 0;
            UpdateGraph.Fill(new AdamWStep(options, step, 0.01), limit.Next, coefficients);
            limit.Note(norm);
            double[][] results = graph.Run(inputs, new ParameterStore(), problem.Batch.Particles, problem.Batch.Capacity);
            host.Step(weights, gradient, 0.01);
            for (int i = 0; i < 4; i++)
            {
                inputs[update.Outputs[i].Name[UpdateGraph.NewPrefix.Length..]] = results[i];
            }

            Assert.IsLessThan(1e-12, Compare.Relative(results[0], weights), $"weights after step {step}");
            Assert.IsLessThan(1e-12, Compare.Relative(results[3], [.. host.Average]), $"average after step {step}");
            Assert.IsLessThan(1e-12, Compare.Relative(results[4], [3, 4, norm]), $"summary of step {step}");
        }

        TestContext.WriteLine($"{count} weights, {clipped} of 20 gradients clipped");
        Assert.IsGreaterThan(0, clipped);
        Assert.IsLessThan(20, clipped);
    }
}

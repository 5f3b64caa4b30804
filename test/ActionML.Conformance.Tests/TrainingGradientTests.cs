using ActionML.Export;
using ActionML.Runtime;
using ActionML.Testing;
using ActionML.Trainers;

namespace ActionML.Conformance.Tests;

/// <summary>The gradients in a training graph are those of its loss.</summary>
[TestClass]
public sealed class TrainingGradientTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(ModelKind.Action, 2)]
    [DataRow(ModelKind.Action, 3)]
    [DataRow(ModelKind.Direct, 2)]
    [DataRow(ModelKind.Direct, 3)]
    public void EveryParameterHasTheGradientOfTheLoss(ModelKind kind, int dimension)
    {
        Random random = Chance.New(TestContext);
        TrainingProblem problem = TrainingProblem.Create(random, kind, dimension);
        IReadOnlyList<(string Name, Value Value)> outputs = problem.Graph.Outputs;
        var errors = new Interpreter([problem.Graph.ErrorsOfPositions, problem.Graph.ErrorsOfMomenta]);
        double Loss()
        {
            double[][] found = errors.Run(problem.Inputs, problem.Parameters, problem.Batch.Particles, problem.Batch.Capacity);
            return (problem.Options.PositionWeight!.Value * LossOf(found[0])) + LossOf(found[1]);
        }

        // A mean square over all five systems, and one of fourth differences over the one in the middle.
        double LossOf(double[] all)
        {
            double mean = all.Average(e => e * e);
            double[][] e = [.. all.Chunk(all.Length / 5)];
            return kind == ModelKind.Direct ? mean
                : mean + (problem.Options.FourthDifferenceWeight!.Value
                    * e[0].Select((_, i) => Math.Pow(e[0][i] - (4 * e[1][i]) + (6 * e[2][i]) - (4 * e[3][i]) + e[4][i], 2)).Average());
        }

        double[][] gradients = new Interpreter([.. outputs.Skip(2).Select(output => output.Value)])
            .Run(problem.Inputs, problem.Parameters, problem.Batch.Particles, problem.Batch.Capacity);
        string[] names = [.. problem.Parameters.Names];
        CollectionAssert.AreEqual(names.Select(name => TrainingGraph.GradientPrefix + name).ToArray(), outputs.Skip(2).Select(output => output.Name).ToArray());
        double largest = gradients.Max(gradient => Compare.Largest(gradient));
        double worst = 0;
        foreach ((string name, double[] gradient) in names.Zip(gradients))
        {
            // Two entries of each parameter, the loss being a sum over all of them.
            double[] values = problem.Parameters[name];
            for (int trial = 0; trial < 2; trial++)
            {
                int at = random.Next(values.Length);
                double[] one = [values[at]];
                double expected = Differences.Gradient(one, () =>
                {
                    values[at] = one[0];
                    return Loss();
                }, displacement: 1e-4)[0];
                values[at] = one[0];
                double error = Math.Abs(gradient[at] - expected) / largest;
                worst = Math.Max(worst, error);
                Assert.IsLessThan(1e-8, error, $"{name}[{at}]: {gradient[at]} by the graph, {expected} by differences");
            }
        }

        TestContext.WriteLine($"{names.Length} parameters with {problem.Parameters.Count} values, loss {Loss():F3}, error {worst:E1}");
    }
}

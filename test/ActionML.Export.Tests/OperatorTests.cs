using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>Each admitted operator: derivatives to third order, shapes, and what is refused.</summary>
[TestClass]
public sealed class OperatorTests
{
    // Differences of fourth order at 1e-3 are good to about 1e-10 here; third derivatives of 1/x near 0.7 to 1e-8.
    private const double Tolerance = 1e-7;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void EveryOperatorIsInTheTable()
    {
        Type[] admitted = [.. typeof(Operator).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operator)) && !type.IsAbstract)];
        Assert.IsGreaterThan(20, admitted.Length);
        Type[] missing = [.. admitted.Except(OperatorCases.All.Select(item => item.Operator))];
        Assert.IsEmpty(missing, $"These operators have no entry in {nameof(OperatorCases)}: {string.Join(", ", missing.Select(type => type.Name))}.");
    }

    [TestMethod]
    [DynamicData(nameof(OperatorCases.Names), typeof(OperatorCases))]
    public void TheCaseContainsItsOperator(string name)
    {
        OperatorCase item = OperatorCases.Find(name);
        Assert.Contains(item.Operator, Topology.Order(item.Create().Outputs).Select(node => node.Operator.GetType()).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(OperatorCases.Names), typeof(OperatorCases))]
    public void DerivativesEqualFiniteDifferences(string name)
    {
        const int Particles = 4;
        const int Neighbors = 3;
        Random random = Chance.New(TestContext);
        OperatorCase item = OperatorCases.Find(name);
        (Graph graph, Value[] operands, Value[] outputs) = item.Create();
        (Dictionary<string, Array> inputs, ParameterStore parameters) = item.Sample(random, Particles, Neighbors);
        int[] real = [.. Enumerable.Range(0, operands.Length).Where(i => item.Operands[i].IsReal)];
        var chain = new DerivativeChain(graph, outputs, [.. real.Select(i => operands[i])]);
        chain.Fill(inputs, random, Particles, Neighbors);
        foreach ((int order, (Value sum, Value?[] gradients)) in chain.Levels.Index())
        {
            var value = new Interpreter([sum]);
            foreach ((int v, Value? gradient) in gradients.Index())
            {
                string operand = OperatorCase.NameOf(real[v]);
                double[] x = item.Operands[real[v]].Kind == OperandKind.Parameter ? parameters[operand] : (double[])inputs[operand];
                double[] expected = Differences.Gradient(x, () => value.Run(inputs, parameters, Particles, Neighbors)[0][0]);
                double[] found = gradient is null
                    ? new double[x.Length]
                    : new Interpreter([gradient]).Run(inputs, parameters, Particles, Neighbors)[0];
                Assert.AreEqual(operands[real[v]].Shape, gradient?.Shape ?? operands[real[v]].Shape);
                double error = Compare.Relative(found, expected, floor: 1);
                TestContext.WriteLine($"derivative {order + 1} by {operand}{(gradient is null ? " (none)" : "")}: {error:E1}");
                Assert.IsLessThan(Tolerance, error);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(OperatorCases.Names), typeof(OperatorCases))]
    public void ExecutedSizesAreTheInferredOnes(string name)
    {
        Random random = Chance.New(TestContext);
        OperatorCase item = OperatorCases.Find(name);
        Value[] outputs = item.Create().Outputs;
        foreach ((int particles, int neighbors) in new[] { (2, 1), (4, 3), (5, 2) })
        {
            (Dictionary<string, Array> inputs, ParameterStore parameters) = item.Sample(random, particles, neighbors);
            double[][] results = new Interpreter(outputs).Run(inputs, parameters, particles, neighbors);
            foreach ((double[] result, Value output) in results.Zip(outputs))
            {
                Assert.HasCount(KernelContext.Size(output.Shape.Resolve(particles, neighbors)), result);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(OperatorCases.Names), typeof(OperatorCases))]
    public void RepetitionIsRecognized(string name)
    {
        OperatorCase item = OperatorCases.Find(name);
        (Graph graph, Value[] operands, Value[] outputs) = item.Create();
        Value[] again = item.Build(graph, operands);
        Assert.HasCount(outputs.Length, again);
        foreach ((Value first, Value second) in outputs.Zip(again))
        {
            Assert.AreSame(first, second);
        }
    }
}

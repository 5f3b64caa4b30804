using ActionML.Export;
using ActionML.Runtime;
using ActionML.Testing;
using ActionML.Trainers;

namespace ActionML.Conformance.Tests;

/// <summary>
/// What every engine must do as the interpreter does: each operator with its derivatives, each network with its
/// gradients, the training graph, the update. A new engine is one class that inherits this one.
/// </summary>
public abstract class ConformanceTests<TEngine> : InvarianceTests<TEngine>
    where TEngine : IEngine, new()
{
    private const int Particles = 5;
    private const int Neighbors = 3;

    [TestMethod]
    [DynamicData(nameof(OperatorCases.Names), typeof(OperatorCases))]
    public void Operators(string name)
    {
        Random random = Chance.New(TestContext);
        OperatorCase item = OperatorCases.Find(name);
        (Graph graph, _, Value[] outputs) = item.Create();
        (Dictionary<string, Array> inputs, ParameterStore parameters) = item.Sample(random, Particles, Neighbors);
        Conforms(graph, Named(outputs), inputs, parameters, Particles, Neighbors);
    }

    [TestMethod]
    [DynamicData(nameof(OperatorCases.Names), typeof(OperatorCases))]
    public void DerivativesOfOperators(string name)
    {
        Random random = Chance.New(TestContext);
        OperatorCase item = OperatorCases.Find(name);
        (Graph graph, Value[] operands, Value[] outputs) = item.Create();
        (Dictionary<string, Array> inputs, ParameterStore parameters) = item.Sample(random, Particles, Neighbors);
        var chain = new DerivativeChain(graph, outputs, [.. operands.Where(operand => !operand.IsIndex)]);
        chain.Fill(inputs, random, Particles, Neighbors);
        Value[] gradients = [.. chain.Levels.SelectMany(level => level.Gradients).OfType<Value>()];
        if (gradients.Length > 0)
        {
            Conforms(graph, Named(gradients), inputs, parameters, Particles, Neighbors);
        }
    }

    [TestMethod]
    [DataRow(2, 1, 0.0, 1)]
    [DataRow(2, 2, 0.0, 2)]
    [DataRow(3, 2, 0.0, 1)]
    [DataRow(3, 2, 2.5, 3)]
    [DataRow(3, 3, 2.5, 2)]
    [DataRow(2, 3, 2.5, 1)]
    public void Networks(int dimension, int rounds, double cutoff, int species)
    {
        Random random = Chance.New(TestContext);
        foreach (ModelKind kind in Enum.GetValues<ModelKind>())
        {
            NetworkOptions options = Options(dimension, rounds, cutoff, species);
            NetworkModel model = RandomModel.Create(kind, options, random);
            ModelCall call = ModelCall.Random(random, options, Particles, padding: 1);
            (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
            Conforms(graph, outputs, call.ToInputs(), model.Parameters, Particles, call.List.Capacity);
        }
    }

    [TestMethod]
    [DataRow(2, 0.0)]
    [DataRow(3, 2.5)]
    public void SecondDerivativesOfNetworks(int dimension, double cutoff)
    {
        // Hessian-vector products: the gradient of v·Δ by positions, momenta and masses.
        Random random = Chance.New(TestContext);
        foreach (ModelKind kind in Enum.GetValues<ModelKind>())
        {
            NetworkOptions options = Options(dimension, 2, cutoff, 2);
            NetworkModel model = RandomModel.Create(kind, options, random);
            ModelCall call = ModelCall.Random(random, options, Particles, padding: 1);
            (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
            Value[] variables = [.. graph.Inputs.Where(input => !input.IsIndex).Take(3)];
            var chain = new DerivativeChain(graph, [outputs[0].Value, outputs[1].Value], variables, orders: 1);
            Dictionary<string, Array> inputs = call.ToInputs();
            chain.Fill(inputs, random, Particles, call.List.Capacity);
            Conforms(
                graph,
                Named([.. chain.Levels[0].Gradients.OfType<Value>()]),
                inputs,
                model.Parameters,
                Particles,
                call.List.Capacity);
        }
    }

    [TestMethod]
    [DataRow(2, 0.0)]
    [DataRow(3, 2.5)]
    public void HessianProducts(int dimension, double cutoff)
    {
        Random random = Chance.New(TestContext);
        NetworkOptions options = Options(dimension, 2, cutoff, 2);
        NetworkModel model = RandomModel.Create(ModelKind.Action, options, random);
        ModelCall call = ModelCall.Random(random, options, Particles, padding: 1);
        (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildHessianGraph();
        Dictionary<string, Array> inputs = call.ToInputs();
        foreach (string name in new[] { TensorNames.DirectionPositions, TensorNames.DirectionMomenta })
        {
            inputs[name] = Enumerable.Range(0, Particles * dimension).Select(_ => (2 * random.NextDouble()) - 1).ToArray();
        }

        Conforms(graph, outputs, inputs, model.Parameters, Particles, call.List.Capacity);
    }

    [TestMethod]
    [DataRow(ModelKind.Action)]
    [DataRow(ModelKind.Direct)]
    public void TrainingGraphs(ModelKind kind)
    {
        Random random = Chance.New(TestContext);
        TrainingProblem problem = TrainingProblem.Create(random, kind, dimension: kind == ModelKind.Action ? 3 : 2);
        Conforms(
            problem.Graph.Graph,
            problem.Graph.Outputs,
            problem.Inputs,
            problem.Parameters,
            problem.Batch.Particles,
            problem.Batch.Capacity);
    }

    [TestMethod]
    [DataRow(1e-2)] // clips
    [DataRow(1e6)] // does not
    public void UpdateGraphs(double limit)
    {
        Random random = Chance.New(TestContext);
        TrainingProblem problem = TrainingProblem.Create(random, ModelKind.Action, dimension: 2);
        var update = new UpdateGraph(problem.Graph);
        var inputs = new Dictionary<string, Array>();
        foreach (Value input in update.Graph.Inputs)
        {
            string name = ((InputOperator)input.Node.Operator).Name;
            double[] values = random.Normals(input.Shape.Elements.Factor);
            inputs[name] = name == UpdateGraph.SecondMoment ? Array.ConvertAll(values, value => value * value) : values;
        }

        UpdateGraph.Fill(new AdamWStep(new TrainingOptions { WeightDecay = 0.1 }, step: 3, learningRate: 0.01), limit, (double[])inputs[UpdateGraph.Coefficients]);
        Conforms(update.Graph, update.Outputs, inputs, new ParameterStore(), problem.Batch.Particles, problem.Batch.Capacity);
    }

    private static NetworkOptions Options(int dimension, int rounds, double cutoff, int species) => new()
    {
        Dimension = dimension,
        Rounds = rounds,
        Cutoff = cutoff > 0 ? cutoff : null,
        SpeciesCount = species,
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 5,
        HarmonicDegree = cutoff > 0 ? 3 : 2,
        HasRates = cutoff > 0 || dimension == 2,
        PathPoint = cutoff > 0 ? 0.25 : null,
        ParticleLayers = rounds,
        ParticleWidth = 10,
        ProductLimit = cutoff > 0 ? 1.5 : null,
    };

    private static (string Name, Value Value)[] Named(IReadOnlyList<Value> values) => [.. values.Select((value, i) => ($"y{i}", value))];

    private void Conforms(
        Graph graph,
        IReadOnlyList<(string Name, Value Value)> outputs,
        IReadOnlyDictionary<string, Array> inputs,
        ParameterStore parameters,
        int particles,
        int neighbors)
    {
        Dictionary<string, Array> rounded = Rounded(inputs);
        ParameterStore weights = Rounded(parameters);
        Tensor[] found = Engine.Run(graph, outputs, rounded, weights, particles, neighbors);
        Tensor[] expected = new InterpreterEngine().Run(graph, outputs, rounded, weights, particles, neighbors);

        // Random numbers meet in quotients and differences that magnify any rounding. By how much, an interpreter shows each of whose operators errs by its tolerance.
        var signs = new Random(1);
        var erring = new Interpreter([.. outputs.Select(output => output.Value)], (kind, exact) => Erring(kind, exact, signs));
        double[][][] wrong = [.. Enumerable.Range(0, 8).Select(_ => erring.Run(rounded, weights, particles, neighbors))];
        Assert.HasCount(expected.Length, found);
        double worst = 0;
        for (int i = 0; i < found.Length; i++)
        {
            CollectionAssert.AreEqual(expected[i].Shape, found[i].Shape, outputs[i].Name);
            double error = Compare.Relative(found[i].Values, expected[i].Values);
            double allowed = Engine.OperatorTolerance + wrong.Max(values => Compare.Relative(values[i], expected[i].Values));
            worst = Math.Max(worst, error / allowed);
            Assert.IsLessThanOrEqualTo(allowed, error, outputs[i].Name);
        }

        TestContext.WriteLine($"{outputs.Count} outputs, at most {worst:F2} of what is allowed");
    }

    // Sums err by their largest terms, of which the largest result stands for; other operators element by element.
    private double[] Erring(Operator kind, double[] exact, Random signs)
    {
        double largest = kind is GemmOperator or MatMulOperator or ReduceSumOperator ? Compare.Largest(exact) : 0;
        return Array.ConvertAll(exact, value => value + ((1 - (2 * signs.Next(2))) * Engine.OperatorTolerance * Math.Max(Math.Abs(value), largest)));
    }
}

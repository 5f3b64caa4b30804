using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Physics.Tests;

/// <summary>
/// With S = hH the map is the implicit midpoint rule of H: second order in h, energy bounded. The scales of a network
/// make its S proportional to h, so a random network is a random Hamiltonian.
/// </summary>
[TestClass]
public sealed class ImplicitMidpointTests
{
    private const double Step = 0.1;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(3, 4)]
    public void TheErrorFallsWithTheSquareOfTheStep(int dimension, int count)
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, dimension, count, steps: 20, Step);
        PhasePoint[] ends = [.. Enumerable.Range(0, 5).Select(halvings => Run(dynamics, halvings, steps: 8).End)];

        // Richardson's extrapolation of the two finest: an error of fourth order.
        PhasePoint exact = ends[4].Clone();
        for (int i = 0; i < exact.Positions.Length; i++)
        {
            exact.Positions[i] += (ends[4].Positions[i] - ends[3].Positions[i]) / 3;
            exact.Momenta[i] += (ends[4].Momenta[i] - ends[3].Momenta[i]) / 3;
        }

        double[] errors = [.. ends[..3].Select(end => Distance(end, exact))];
        double[] slopes = [.. errors.Zip(errors.Skip(1), (coarse, fine) => Math.Log2(coarse / fine))];
        TestContext.WriteLine($"errors {string.Join(", ", errors.Select(error => error.ToString("E2")))}; slopes {string.Join(", ", slopes.Select(slope => slope.ToString("F3")))}");
        Assert.AreEqual(2, slopes[^1], 0.1);
        Assert.IsGreaterThan(1e-7, errors[2], "errors must be those of the step, not of the solver");
    }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(3, 4)]
    public void TheEnergyStaysWithinTheSquareOfTheStep(int dimension, int count)
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, dimension, count, steps: 20, Step);
        double coarse = Run(dynamics, 0, steps: 20).EnergyError;
        double fine = Run(dynamics, 1, steps: 20).EnergyError;
        double finest = Run(dynamics, 2, steps: 20).EnergyError;
        TestContext.WriteLine($"max |H − H₀|: {coarse:E2}, {fine:E2}, {finest:E2}");
        Assert.IsLessThan(coarse / 2.5, fine);
        Assert.IsLessThan(fine / 2.5, finest);
    }

    private static (PhasePoint End, double EnergyError) Run(RandomDynamics dynamics, int halvings, int steps)
    {
        double h = Step / (1 << halvings);
        NetworkModel model = dynamics.Action with
        {
            Scales = dynamics.Action.Scales with
            {
                TimeStep = h,
                MomentumChange = dynamics.Action.Scales.MomentumChange * h / Step,
            },
            Manifest = dynamics.Action.Manifest with { TimeStep = TimeStep.Dimensionless(h), ResidualScale = dynamics.Action.Manifest.ResidualScale * h / Step },
        };
        using OnnxActionModel action = OnnxActionModel.Load(model.ToOnnx(ModelPrecision.Double), "random action");
        SymplecticStepper stepper = dynamics.Stepper(action, 1e-12);
        PhasePoint state = dynamics.State.Clone();
        double start = Energy(model, dynamics.System, state);
        double error = 0;
        for (int i = 0; i < steps << halvings; i++)
        {
            stepper.Step(state);
            if ((i + 1) % (1 << halvings) == 0)
            {
                error = Math.Max(error, Math.Abs(Energy(model, dynamics.System, state) - start));
            }
        }

        return (state, error);
    }

    /// <summary>H = S/h, from the model's own output.</summary>
    private static double Energy(NetworkModel model, ParticleSystem system, PhasePoint state)
    {
        (_, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
        NeighborList list = new AllPairs(system.Count, system.Dimension).Update(state.Positions);
        var inputs = new Dictionary<string, Array>
        {
            [TensorNames.Positions] = new double[system.Coordinates],
            [TensorNames.Momenta] = state.Momenta,
            [TensorNames.Masses] = system.Masses.ToArray(),
            [TensorNames.Species] = model.Manifest.SpeciesOf(system),
            [TensorNames.Neighbors] = list.Neighbors,
            [TensorNames.Reverse] = list.Reverse,
            [TensorNames.Shifts] = list.Shifts,
        };
        return new Interpreter([outputs[2].Value]).Run(inputs, model.Parameters, list.Count, list.Capacity)[0].Sum() / model.Scales.TimeStep;
    }

    private static double Distance(PhasePoint a, PhasePoint b) => Math.Max(
        a.Positions.Zip(b.Positions, (x, y) => Math.Abs(x - y)).Max(),
        a.Momenta.Zip(b.Momenta, (x, y) => Math.Abs(x - y)).Max());
}

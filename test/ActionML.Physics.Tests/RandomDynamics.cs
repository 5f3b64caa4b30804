using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Testing;

namespace ActionML.Physics.Tests;

/// <summary>
/// Bodies of unequal masses under an action with random, untrained weights, scaled so that the midpoint equation is as
/// stiff as that of a trained one: the largest spectral radius of ½J∇²S along the run is 0.1 to 0.3.
/// </summary>
internal sealed record RandomDynamics(NetworkModel Action, NetworkModel Direct, ParticleSystem System, PhasePoint State)
{
    /// <param name="context">Receives the seed and the stiffness.</param>
    /// <param name="dimension">2 or 3.</param>
    /// <param name="count">The number of bodies.</param>
    /// <param name="steps">The length of the run; 0 to scale by the start alone.</param>
    /// <param name="timeStep">h.</param>
    public static RandomDynamics Create(TestContext context, int dimension, int count, int steps, double timeStep = 0.25)
    {
        // Bounds in multiples of the tolerance hold for nearly all random functions, not for every one: the constant has a
        // long tail (of some 100 draws, defect/tolerance had median 0.1 and was once 15, against a bound of 10). Hence one seed.
        Random random = Chance.New(context, usual: 1);
        var options = new NetworkOptions { Dimension = dimension, SpeciesCount = 2, Width = 12, VectorWidth = 6, RadialFunctions = 4 };
        for (int attempt = 1; attempt <= 20; attempt++)
        {
            ParticleSystem system = RandomModel.System(random, count, dimension, kinds: 2);
            PhasePoint state = FreeState(random, system, steps * timeStep);
            NetworkModel action = RandomModel.Create(ModelKind.Action, options, random, timeStep, count - 1);
            using var scaled = new ScaledAction(Load(action), system);
            scaled.Bind(system);
            if (Scale(scaled, system, state, steps) is not var (radius, scale))
            {
                continue;
            }

            context.WriteLine(
                $"{count} bodies in {dimension}-D, attempt {attempt}: largest spectral radius {radius:F3}, interaction scaled by {scaled.Factor:G3}, RMS of Δp/√m {scale:G3}");
            action = action.WithInteraction(scaled.Factor);
            action = action with { Manifest = action.Manifest with { ResidualScale = scale } };
            NetworkModel direct = RandomModel.Create(ModelKind.Direct, options, random, timeStep, count - 1);
            direct = direct with { Scales = direct.Scales with { MomentumChange = 0.3 * scale, PositionChange = 0.1 * scale } };
            return new RandomDynamics(action, direct, system, state);
        }

        throw new InvalidOperationException("No random action among 20 has a spectral radius in the wanted range along its run.");
    }

    public SymplecticStepper Stepper(
        IActionModel model, double tolerance, WarmStart warmStart = WarmStart.Extrapolation, double mixing = 1, IDirectModel? guess = null) =>
        Stepper(System, model, tolerance, warmStart, mixing, guess);

    public OnnxActionModel LoadAction(ModelPrecision precision = ModelPrecision.Double) => Load(Action, precision);

    public OnnxDirectModel LoadDirect(ModelPrecision precision = ModelPrecision.Double) => OnnxDirectModel.Load(Direct.ToOnnx(precision), "random direct");

    private static OnnxActionModel Load(NetworkModel model, ModelPrecision precision = ModelPrecision.Double) =>
        OnnxActionModel.Load(model.ToOnnx(precision), "random action");

    private static SymplecticStepper Stepper(
        ParticleSystem system, IActionModel model, double tolerance, WarmStart warmStart, double mixing, IDirectModel? guess) => new(
        system,
        model,
        new AllPairs(system.Count, system.Dimension),
        new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = tolerance, Mixing = mixing }, WarmStart = warmStart },
        guess);

    /// <summary>
    /// Scales the interaction until the largest radius along the run is in the wanted range. It grows with the
    /// interaction, but may jump over the range when bodies begin to meet: null then.
    /// </summary>
    private static (double Radius, double MomentumChange)? Scale(ScaledAction model, ParticleSystem system, PhasePoint start, int steps)
    {
        (double low, double high) = (1e-3, 1e4);
        for (int i = 0; i < 12; i++)
        {
            model.Factor = Math.Sqrt(low * high);
            (double radius, double change) = Measure(model, system, start, steps);
            if (radius is >= 0.12 and <= 0.28)
            {
                return (radius, change);
            }

            (low, high) = radius < 0.2 ? (model.Factor, high) : (low, model.Factor);
        }

        return null;
    }

    /// <summary>The largest radius at some points of a run, infinite when a step does not converge, and the RMS of Δp/√m.</summary>
    private static (double Radius, double MomentumChange) Measure(IActionModel model, ParticleSystem system, PhasePoint start, int steps)
    {
        const int Points = 8;
        double largest = Stiffness.SpectralRadius(model, system, start);
        double change = MomentumChange(model, system, start);
        SymplecticStepper stepper = Stepper(system, model, 1e-9, WarmStart.Extrapolation, 1, null);
        PhasePoint state = start.Clone();
        for (int i = 1; i <= steps && largest <= 0.3; i++)
        {
            StepReport report = stepper.TryStep(state);
            if (!report.IsConverged || report.Evaluations > 40)
            {
                return (double.PositiveInfinity, 0);
            }

            if (i % Math.Max(1, steps / Points) == 0)
            {
                largest = Math.Max(largest, Stiffness.SpectralRadius(model, system, state));
                change = Math.Max(change, MomentumChange(model, system, state));
            }
        }

        return (largest, change);
    }

    /// <summary>The RMS of Δp/√m, which is the unit of residuals after training.</summary>
    private static double MomentumChange(IActionModel model, ParticleSystem system, PhasePoint state)
    {
        double[] dq = new double[system.Coordinates];
        double[] dp = new double[system.Coordinates];
        model.Evaluate(new AllPairs(system.Count, system.Dimension).Update(state.Positions), new double[dq.Length], state.Momenta, dq, dp);
        double sum = 0;
        for (int i = 0; i < dp.Length; i++)
        {
            sum += dp[i] * dp[i] / system.Masses[i / system.Dimension];
        }

        return Math.Sqrt(sum / dp.Length);
    }

    /// <summary>A state whose bodies would not meet in free flight: a close encounter alone would decide how stiff a run is.</summary>
    private static PhasePoint FreeState(Random random, ParticleSystem system, double duration)
    {
        while (true)
        {
            PhasePoint state = new(
                system.Count,
                system.Dimension,
                random.Normals(system.Coordinates, 1.3),
                [.. random.Normals(system.Coordinates).Select((p, i) => 0.3 * system.Masses[i / system.Dimension] * p)]);
            bool clear = true;
            for (double time = 0; time <= duration && clear; time += 0.5)
            {
                for (int i = 0; i < system.Count; i++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        double square = 0;
                        for (int c = 0; c < system.Dimension; c++)
                        {
                            int a = (i * system.Dimension) + c;
                            int b = (j * system.Dimension) + c;
                            double r = state.Positions[a] - state.Positions[b]
                                + (time * ((state.Momenta[a] / system.Masses[i]) - (state.Momenta[b] / system.Masses[j])));
                            square += r * r;
                        }

                        clear &= square > 1.0 * 1.0;
                    }
                }
            }

            if (clear)
            {
                return state;
            }
        }
    }
}

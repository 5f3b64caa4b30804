using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Measures the invariants of the executed action step.</summary>
internal static class ActionChecks
{
    /// <summary>The tolerance of all checks of a model in double precision, but of the tight reversal.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>The tolerance of the checks of a model in single precision, whose rounding stops a solve near 1e-6.</summary>
    public const double SingleTolerance = 1e-5;

    /// <summary>The tolerance of the tight reversal.</summary>
    public const double TightTolerance = 1e-13;

    /// <summary>Steps in each direction of a reversal.</summary>
    public const int ReversalSteps = 1000;

    private const int FewParticles = 8; // up to here every direction is taken: 8·N·D steps for each state
    private const int States = 8;
    private const int ManyStates = 2; // of larger systems, whose steps cost more
    private const int ManySteps = 10;
    private const ulong Seed = 1;

    // In units of the state. Near close encounters the differences themselves err; that error falls with the fourth power
    // of the displacement, a defect of the map does not.
    private static readonly double[] Displacements = [1e-3, 1e-4];

    /// <summary>Steps in each direction of a reversal, where nobody says it.</summary>
    /// <param name="particles">N.</param>
    public static int StepsFor(int particles) => particles > FewParticles ? ManySteps : ReversalSteps;

    /// <summary>Runs all checks from a state.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="start">The state; unchanged.</param>
    /// <param name="model">The generating function, of either precision.</param>
    /// <param name="guess">The direct model, for the linear invariants with a guess that breaks them; may be null.</param>
    /// <param name="reversalSteps">Steps in each direction of a reversal.</param>
    /// <param name="token">Cancels between checks.</param>
    /// <param name="cell">Cell vectors [3, 3] of a periodic system. Its box is no sphere: angular momentum is not measured.</param>
    public static ActionCheckFigures Measure(
        ParticleSystem system,
        PhasePoint start,
        IActionModel model,
        IDirectModel? guess,
        int reversalSteps,
        CancellationToken token,
        double[]? cell = null)
    {
        bool isDouble = model.Manifest.Precision == ModelPrecision.Double;
        double tolerance = isDouble ? Tolerance : SingleTolerance;
        SymplecticStepper plain = Stepper(tolerance, WarmStart.None, mixing: 1);
        bool many = system.Count > FewParticles || !isDouble;
        int states = many ? ManyStates : States;
        var sampler = new DefectSampler(plain, Seed);
        MeasuredError defect = default;
        PhasePoint point = start.Clone();
        for (int i = 0; i < states; i++)
        {
            token.ThrowIfCancellationRequested();
            MeasuredError here = many
                ? sampler.At(point)
                : new MeasuredError(Displacements.Min(displacement => StepVerification.SymplecticDefect(plain, point, displacement)), 0);
            defect = here.Value > defect.Value ? here : defect;
            plain.ResetHistory();
            for (int k = 0; k < Math.Clamp(reversalSteps / states, 1, 3); k++)
            {
                plain.Step(point);
            }
        }

        double reversal = StepVerification.ReversalError(plain, start, reversalSteps);
        token.ThrowIfCancellationRequested();
        double tight = isDouble
            ? StepVerification.ReversalError(Stepper(TightTolerance, WarmStart.Extrapolation, mixing: 1), start, reversalSteps)
            : double.NaN;
        token.ThrowIfCancellationRequested();

        // A guess and a mixing that break the linear invariants: only the projection keeps them.
        WarmStart rough = guess is null ? WarmStart.None : WarmStart.Direct;
        InvariantErrors invariants = StepVerification.Invariants(Stepper(tolerance, rough, mixing: 0.5), start, reversalSteps);
        return new ActionCheckFigures
        {
            SymplecticDefect = defect.Value,
            SymplecticDefectFloor = many ? defect.Floor : null,
            ReversalError = reversal,
            ReversalErrorTight = tight,
            LinearMomentumError = invariants.LinearMomentum,
            AngularMomentumError = cell is null ? invariants.AngularMomentum : double.NaN,
            CenterOfMassError = invariants.CenterOfMass,
            ReversalSteps = reversalSteps,
            Tolerance = tolerance,
        };

        SymplecticStepper Stepper(double residual, WarmStart warm, double mixing) => new(
            system,
            model,
            FrameNeighbors.For(model, system, cell),
            new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = residual, Mixing = mixing }, WarmStart = warm },
            guess);
    }

    /// <summary>
    /// The checks from the first of several recorded states that stays where the model was trained: a chaotic system runs
    /// into close encounters in time. When none does for so many steps, a tenth as many are tried.
    /// </summary>
    /// <exception cref="ConvergenceException">Not even a single step converges from any of them.</exception>
    public static ActionCheckFigures MeasureSomewhere(
        IReadOnlyList<Frame> candidates, IActionModel model, IDirectModel? guess, int reversalSteps, CancellationToken token)
    {
        for (int steps = reversalSteps; ; steps /= 10)
        {
            foreach (Frame start in candidates)
            {
                try
                {
                    return Measure(start.System, start.State, model, guess, steps, token, start.Cell);
                }
                catch (ConvergenceException) when (steps >= 10 || start != candidates[^1])
                {
                    // The next state, or fewer steps.
                }
            }
        }
    }

    /// <summary>The bounds that the checks are held to.</summary>
    /// <param name="checks">What was measured.</param>
    /// <param name="periodic">Whether the system is periodic: angular momentum is then not conserved by any motion.</param>
    public static IEnumerable<BoundFigures> Bounds(ActionCheckFigures checks, bool periodic = false)
    {
        double floor = checks.SymplecticDefectFloor ?? 0;
        yield return new("symplectic_defect", checks.SymplecticDefect, Math.Max(10 * checks.Tolerance, 1e-10) + (3 * floor)) { Floor = checks.SymplecticDefectFloor };
        if (!(checks.Tolerance > Tolerance))
        {
            yield return new("reversal_error_tight", checks.ReversalErrorTight, 1e-6);
        }

        yield return new("linear_momentum_error", checks.LinearMomentumError, 1e-12);
        if (!periodic)
        {
            yield return new("angular_momentum_error", checks.AngularMomentumError, 100 * checks.Tolerance);
        }

        yield return new("center_of_mass_error", checks.CenterOfMassError, 1e-12);
    }
}

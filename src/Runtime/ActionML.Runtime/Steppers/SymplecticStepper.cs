namespace ActionML.Runtime;

/// <summary>
/// The step that a generating function S(q̄, p̄) generates: q' = q + ∂S/∂p̄, p' = p − ∂S/∂q̄ at x̄ = (x + x')/2, solved by
/// <see cref="Corrector"/>. Symplectic for any smooth S; what else it keeps follows from the symmetries of S.
/// </summary>
public sealed class SymplecticStepper : IStepper, ICheckpointState
{
    // Solutions for two lists differ by less than the model's last digits; more than one more solve has not been seen.
    private const int MostLists = 3;

    // A solve that has not come this close, in units of the residual scale, was never near a solution.
    private const double Astray = 0.1;

    private readonly SymplecticStepperOptions _options;
    private readonly INeighborSource _neighbors;
    private readonly Corrector _corrector;
    private readonly Guess _guess;
    private readonly VelocityVerletStepper? _fallback;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;
    private readonly double[] _midpoint;

    /// <summary>Binds a model to a system.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="model">The generating function; the step is its own.</param>
    /// <param name="neighbors">Supplies the neighbor list of each step, at the midpoint of the first guess.</param>
    /// <param name="options">How steps are made.</param>
    /// <param name="guess">The direct model of <see cref="WarmStart.Direct"/>.</param>
    /// <param name="fallback">The potential of <see cref="UnconvergedPolicy.FallBack"/>.</param>
    /// <param name="hessian">The model's Hessian-vector product, which Newton–GMRES needs.</param>
    /// <exception cref="UsageException">The options are not valid, or what they need is missing.</exception>
    /// <exception cref="ModelMismatchException">A model's step, units, dimension, kinds or masses are not those of the run.</exception>
    public SymplecticStepper(
        ParticleSystem system,
        IActionModel model,
        INeighborSource neighbors,
        SymplecticStepperOptions options,
        IDirectModel? guess = null,
        IPotential? fallback = null,
        IHessianModel? hessian = null)
    {
        OptionErrors errors = options.FindErrors();
        bool needsGuess = options.WarmStart == WarmStart.Direct;
        if (needsGuess && guess is null)
        {
            errors.Add($"WarmStart is {options.WarmStart}, but there is no direct model; give one, or choose another warm start.");
        }

        if (options.Policy == UnconvergedPolicy.FallBack && fallback is null)
        {
            errors.Add("Policy is FallBack, but there is no potential to fall back to; give one, or choose another policy.");
        }

        errors.ThrowIfAny();
        model.Manifest.RequireFor(ModelKind.Action, system);
        model.Manifest.RequireTimeStep(options.TimeStep ?? model.Manifest.TimeStep);
        if (needsGuess)
        {
            guess!.Manifest.RequireFor(ModelKind.Direct, system);
            guess.Manifest.RequireTimeStep(model.Manifest.TimeStep);
            guess.Bind(system);
        }

        System = system;
        TimeStep = model.Manifest.TimeStep;
        _options = options;
        _neighbors = neighbors;
        _corrector = new Corrector(model, system, options.Corrector, hessian);
        _guess = new Guess(system, TimeStep, model.Manifest.ResidualScale, options.WarmStart, options.ExtrapolationOrder, guess);
        _deltaPositions = new double[system.Coordinates];
        _deltaMomenta = new double[system.Coordinates];
        _midpoint = new double[system.Coordinates];
        if (options.Policy == UnconvergedPolicy.FallBack)
        {
            TimeStep substep = TimeStep.FromDisplayValue(TimeStep.DisplayValue / options.FallBackSubsteps, TimeStep.Units);
            _fallback = new VelocityVerletStepper(system, fallback!, substep);
        }

        IReadOnlyList<string> symmetries = model.Manifest.Symmetries;
        Traits = new StepperTraits
        {
            Name = "action",
            IsSymplectic = true,
            IsTimeReversible = symmetries.Contains(ModelSymmetries.TimeReversal),
            ConservesLinearMomentum = true,
            ConservesCenterOfMass = true,
            ConservesAngularMomentum = symmetries.Contains(ModelSymmetries.Rotation),
            Tolerance = options.Corrector.Tolerance,
            Remark = options.Policy switch
            {
                UnconvergedPolicy.KeepAndCount => "Steps that did not converge are kept and counted; the traits do not hold for them.",
                UnconvergedPolicy.FallBack => "Steps that did not converge are made by velocity Verlet and counted; the run is not the orbit of one map there.",
                _ => "Total momentum and the center of mass hold to rounding, the rest in proportion to the tolerance.",
            },
        };
    }

    /// <inheritdoc/>
    public StepperTraits Traits { get; }

    /// <inheritdoc/>
    public ParticleSystem System { get; }

    /// <inheritdoc/>
    public TimeStep TimeStep { get; }

    /// <summary>How steps are made.</summary>
    public SymplecticStepperOptions Options => _options;

    /// <inheritdoc/>
    public StepReport Step(PhasePoint state)
    {
        StepReport report = TryStep(state);
        return report.Outcome != StepOutcome.Rejected ? report : throw new ConvergenceException(report.Reason!);
    }

    /// <inheritdoc/>
    public StepReport TryStep(PhasePoint state)
    {
        System.RequireShape(state);
        CorrectorResult result = Solve(state, useHistory: true, fixedEvaluations: 0);
        if (result.IsConverged)
        {
            _guess.Learn(state, _deltaPositions, _deltaMomenta);
            Add(state);
            return new StepReport(StepOutcome.Completed, result.Evaluations, result);
        }

        _guess.Reset();
        switch (_options.Policy)
        {
            case UnconvergedPolicy.KeepAndCount when result.Status != CorrectorStatus.NotFinite:
                Add(state);
                return new StepReport(StepOutcome.KeptUnconverged, result.Evaluations, result);

            case UnconvergedPolicy.FallBack:
                (bool made, int evaluations) = FallBack(state);
                return made
                    ? new StepReport(StepOutcome.FellBack, result.Evaluations + evaluations, result)
                    : new StepReport(
                        StepOutcome.Rejected,
                        result.Evaluations + evaluations,
                        result,
                        Explain(result) + " The fallback by velocity Verlet left the range of finite numbers as well.");

            default:
                return new StepReport(StepOutcome.Rejected, result.Evaluations, result, Explain(result));
        }
    }

    /// <summary>
    /// Makes a step that depends on the state alone: without history, and with exactly the given number of
    /// evaluations when it is positive, to the tolerance otherwise. The map that finite differences of the executed
    /// step are taken of. Keeps what was solved whatever the policy; forgets the history.
    /// </summary>
    /// <param name="state">Advanced in place.</param>
    /// <param name="evaluations">The number of evaluations, or 0 to converge.</param>
    public CorrectorResult StepAlone(PhasePoint state, int evaluations = 0)
    {
        CorrectorResult result = SolveAlone(state, evaluations);
        Add(state);
        return result;
    }

    /// <summary>The change of <see cref="StepAlone"/> without making it.</summary>
    /// <param name="start">The start of the step, unchanged.</param>
    /// <param name="deltaPositions">Receives Δq, [N, D].</param>
    /// <param name="deltaMomenta">Receives Δp, [N, D].</param>
    public CorrectorResult Predict(PhasePoint start, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        CorrectorResult result = SolveAlone(start, fixedEvaluations: 0);
        _deltaPositions.CopyTo(deltaPositions);
        _deltaMomenta.CopyTo(deltaMomenta);
        return result;
    }

    /// <inheritdoc/>
    public void ResetHistory() => _guess.Reset();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _guess.Save(writer);
        (_neighbors as ICheckpointState)?.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _guess.Load(reader);
        (_neighbors as ICheckpointState)?.Load(reader);
    }

    private CorrectorResult SolveAlone(PhasePoint start, int fixedEvaluations)
    {
        System.RequireShape(start);
        ResetHistory();
        CorrectorResult result = Solve(start, useHistory: false, fixedEvaluations);
        ResetHistory();
        return result;
    }

    // The model is evaluated near the midpoint, so that is where the list is made. A thin skin then does, and the list
    // is right whatever it is: where the solution has left the skin, the step is solved for once more around it.
    private CorrectorResult Solve(PhasePoint state, bool useHistory, int fixedEvaluations)
    {
        _guess.Make(state, _neighbors, useHistory);
        CorrectorResult result = SolveAroundGuess(state, fixedEvaluations);
        bool isAstray = result.Status == CorrectorStatus.Diverged || (!result.IsConverged && result.Residual > Astray);
        if (isAstray && !_guess.IsFreeFlight && fixedEvaluations == 0)
        {
            // A bad guess can lead astray where none at all leads to the solution.
            _guess.MakeFreeFlight(state);
            CorrectorResult again = SolveAroundGuess(state, fixedEvaluations);
            result = Together(result, again);
        }

        return result;
    }

    // How the second ended, and what both cost.
    private static CorrectorResult Together(CorrectorResult first, CorrectorResult second) => second with
    {
        Evaluations = first.Evaluations + second.Evaluations,
        HessianProducts = first.HessianProducts + second.HessianProducts,
    };

    private CorrectorResult SolveAroundGuess(PhasePoint state, int fixedEvaluations)
    {
        FindMidpoint(state, _guess.DeltaPositions);
        CorrectorResult result = Solve(state, _neighbors.Update(_midpoint), _guess.DeltaPositions, _guess.DeltaMomenta, fixedEvaluations);
        for (int again = 0; again < MostLists && result.IsConverged; again++)
        {
            FindMidpoint(state, _deltaPositions);
            if (_neighbors.Covers(_midpoint))
            {
                break;
            }

            CorrectorResult next = Solve(state, _neighbors.Update(_midpoint), _deltaPositions, _deltaMomenta, fixedEvaluations);
            result = Together(result, next);
        }

        return result;
    }

    private CorrectorResult Solve(
        PhasePoint state, NeighborList list, ReadOnlySpan<double> guessPositions, ReadOnlySpan<double> guessMomenta, int fixedEvaluations) =>
        fixedEvaluations > 0
            ? _corrector.SolveFixed(state, list, guessPositions, guessMomenta, fixedEvaluations, _deltaPositions, _deltaMomenta)
            : _corrector.Solve(state, list, guessPositions, guessMomenta, _deltaPositions, _deltaMomenta);

    private void FindMidpoint(PhasePoint state, ReadOnlySpan<double> deltaPositions)
    {
        for (int i = 0; i < _midpoint.Length; i++)
        {
            _midpoint[i] = state.Positions[i] + (0.5 * deltaPositions[i]);
        }
    }

    private void Add(PhasePoint state)
    {
        for (int i = 0; i < _deltaPositions.Length; i++)
        {
            state.Positions[i] += _deltaPositions[i];
            state.Momenta[i] += _deltaMomenta[i];
        }
    }

    // All substeps or none: TryStep leaves a rejected state unchanged only within one substep.
    private (bool Made, int Evaluations) FallBack(PhasePoint state)
    {
        state.Positions.CopyTo(_deltaPositions, 0);
        state.Momenta.CopyTo(_deltaMomenta, 0);
        _fallback!.ResetHistory();
        int evaluations = 0;
        for (int i = 0; i < _options.FallBackSubsteps; i++)
        {
            StepReport report = _fallback.TryStep(state);
            evaluations += report.Evaluations;
            if (report.Outcome == StepOutcome.Rejected)
            {
                _deltaPositions.CopyTo(state.Positions, 0);
                _deltaMomenta.CopyTo(state.Momenta, 0);
                return (false, evaluations);
            }
        }

        return (true, evaluations);
    }

    private string Explain(CorrectorResult result)
    {
        string found = result.Status switch
        {
            CorrectorStatus.NotFinite => $"the model returned a value that is not a finite number (evaluation {result.Evaluations})",
            CorrectorStatus.Diverged => Text($"its residual grew, from {result.Residual:E1} at best"),
            CorrectorStatus.Stagnated => Text($"its residual stopped falling at {result.Residual:E1}"),
            _ => Text($"its residual is still {result.Residual:E1} (largest component {result.LargestComponent:E1})"),
        };
        string advice = result.Status switch
        {
            // Rounding in single precision stops a residual far below this; where it stops above, there is no solution.
            CorrectorStatus.Stagnated when result.Residual < 1e-3 => "Loosen the tolerance, or use the model in double precision.",
            CorrectorStatus.NotFinite or CorrectorStatus.Diverged or CorrectorStatus.Stagnated =>
                "The state may be far from what the model was trained on. Choose the policy FallBack with a potential, or a model for a shorter step.",
            _ => "Allow more evaluations, use a depth of 10 to 20 with mixing 0.5, or choose the policy KeepAndCount or FallBack.",
        };
        string reached = Text($"A step of {TimeStep} did not converge to {_options.Corrector.Tolerance:E1}: {found}, after {result.Evaluations} evaluations.");
        return $"{reached} {advice}";

        static string Text(FormattableString text) => FormattableString.Invariant(text);
    }
}

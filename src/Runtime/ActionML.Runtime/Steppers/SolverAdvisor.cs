namespace ActionML.Runtime;

/// <summary>
/// Picks warm start, depth and mixing of <see cref="SymplecticStepperOptions"/> by trial: some fifty steps from the start of
/// a run, on a copy of it, that go on from candidate to candidate.
/// </summary>
/// <remarks>
/// Candidates differ in cost only, for their steps agree to the tolerance. The warm start is chosen first, with the depth and
/// mixing that were given, then depth and mixing. A direct model's prediction has no backward pass and counts as
/// <see cref="GuessCost"/> evaluations. The advice is a function of the start and the options, not of time measured.
/// </remarks>
public static class SolverAdvisor
{
    /// <summary>What a prediction of the direct model costs, in evaluations of the action model: of three rounds 0.6 to 0.7, of two 0.4.</summary>
    public const double GuessCost = 0.7;

    // The first steps of a candidate fill its history and do not count.
    private const int Discarded = 3;
    private const int Counted = 5;

    private static readonly (int Depth, double Mixing)[] Mixings = [(5, 1.0), (10, 1.0), (20, 0.5)];

    /// <summary>Finds the cheapest options.</summary>
    /// <param name="create">Makes a stepper of options; called once per candidate.</param>
    /// <param name="options">What is kept: tolerance, limits, policy; and a candidate itself.</param>
    /// <param name="hasGuess">Whether there is a direct model.</param>
    /// <param name="start">The start of the run, unchanged.</param>
    public static SolverAdvice Advise(
        Func<SymplecticStepperOptions, SymplecticStepper> create, SymplecticStepperOptions options, bool hasGuess, PhasePoint start)
    {
        PhasePoint state = start.Clone();
        var trials = new List<SolverTrial>();

        // Steps that do not converge cost what they cost and end no trial.
        SymplecticStepperOptions tried = options with { Policy = UnconvergedPolicy.KeepAndCount };
        List<SymplecticStepperOptions> warmStarts =
        [
            tried with { WarmStart = WarmStart.Extrapolation, ExtrapolationOrder = 0 },
            tried with { WarmStart = WarmStart.Extrapolation, ExtrapolationOrder = 2 },
        ];
        if (hasGuess)
        {
            warmStarts.Add(tried with { WarmStart = WarmStart.Direct });
        }

        warmStarts.ForEach(Try);
        SymplecticStepperOptions warmest = Best().Options;
        foreach ((int depth, double mixing) in Mixings)
        {
            if ((depth, mixing) != (options.Corrector.Depth, options.Corrector.Mixing))
            {
                Try(warmest with { Corrector = warmest.Corrector with { Depth = depth, Mixing = mixing } });
            }
        }

        return new SolverAdvice(Best().Options with { Policy = options.Policy }, trials);

        SolverTrial Best() => trials.MinBy(trial => trial.Cost)!;

        void Try(SymplecticStepperOptions candidate)
        {
            SymplecticStepper stepper = create(candidate);
            int evaluations = 0;
            int unconverged = 0;
            int made = 0;
            for (int step = 0; step < Discarded + Counted; step++)
            {
                StepReport report = stepper.TryStep(state);
                if (step >= Discarded || !report.IsConverged)
                {
                    evaluations += report.Evaluations;
                    made++;
                    unconverged += report.IsConverged ? 0 : 1;
                }

                if (report.Outcome == StepOutcome.Rejected)
                {
                    state = start.Clone();
                    break;
                }
            }

            double perStep = (double)evaluations / made;
            double guess = candidate.WarmStart == WarmStart.Direct ? GuessCost : 0;

            // A step that does not converge is worth no number of evaluations.
            double cost = unconverged > 0 ? candidate.Corrector.MaxEvaluations + perStep : perStep + guess;
            trials.Add(new SolverTrial(candidate, perStep, unconverged, cost));
        }
    }
}

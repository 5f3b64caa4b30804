using System.Globalization;

namespace ActionML.Runtime;

/// <summary>What the data say about one step length.</summary>
public sealed record StepAdvice
{
    /// <summary>The step h that was asked about.</summary>
    public required TimeStep Step { get; init; }

    /// <summary>ωh for the highest significant frequency.</summary>
    public required double Angle { get; init; }

    /// <summary>h as a share of the pole 1/(2ν).</summary>
    public double ShareOfPole => Angle / StepLimits.PoleAngle;

    /// <summary>The class of the step.</summary>
    public required StepVerdict Verdict { get; init; }

    /// <summary>Share of the instants at which the local ωh exceeds 2.04, so that plain iteration fails (<see cref="LocalFrequencies"/>).</summary>
    public required double ShareBeyondPlain { get; init; }

    /// <summary>Share of the instants at which the local ωh exceeds π.</summary>
    public required double ShareBeyondPole { get; init; }

    /// <summary>Frames that the step spans, or null when it is not a multiple of the frame spacing.</summary>
    public required int? Lag { get; init; }

    /// <summary>Pairs of frames that far apart, or null when there is no lag.</summary>
    public PairStatistics? Pairs { get; init; }

    /// <summary>The advice in a sentence or two, in the invariant culture.</summary>
    public string Text
    {
        get
        {
            string angle = Angle.ToString("0.00", CultureInfo.InvariantCulture);
            string verdict = Verdict switch
            {
                StepVerdict.Easy => $"Step {Step}: ωh = {angle} is below π/2, easy for every corrector.",
                StepVerdict.Good => $"Step {Step}: ωh = {angle} is below 2.04, so plain iteration on the reduced unknowns converges.",
                StepVerdict.NeedsMixing => $"Step {Step}: ωh = {angle} is between 2.04 and 2.9; use Anderson mixing (depth 5 or more, mixing 0.5) and expect up to 30 evaluations per step.",
                StepVerdict.NearPole => $"Step {Step}: ωh = {angle} is close to the pole at π; hardly a corrector converges. Choose a shorter step.",
                _ => $"Step {Step}: ωh = {angle} is beyond the pole at π; no smooth generating function exists for the fastest motion. Choose a shorter step.",
            };
            string lag = Lag is null ? " It is not a multiple of the frame spacing, so these data hold no pairs for it." : "";
            string instants = ShareBeyondPlain > 0
                ? string.Create(CultureInfo.InvariantCulture, $" At {ShareBeyondPlain:P2} of the instants the motion is faster than plain iteration allows, at {ShareBeyondPole:P2} beyond the pole; expect more evaluations there.")
                : "";
            string extremes = Pairs is { ShareExtreme: > 0 } pairs
                ? string.Create(CultureInfo.InvariantCulture, $" {pairs.ShareExtreme:P2} of {pairs.Count} pairs are extreme (up to {pairs.Largest / pairs.Median:0.0} medians); leave the worst out of training.")
                : "";
            return verdict + lag + instants + extremes;
        }
    }

    internal static StepVerdict Judge(double angle) => angle switch
    {
        < StepLimits.PlainAngle => StepVerdict.Easy,
        < StepLimits.PlainReducedAngle => StepVerdict.Good,
        <= StepLimits.AndersonAngle => StepVerdict.NeedsMixing,
        < StepLimits.PoleAngle => StepVerdict.NearPole,
        _ => StepVerdict.BeyondPole,
    };
}

namespace ActionML.Runtime;

/// <summary>Where the corrector's first guess comes from.</summary>
public enum WarmStart
{
    /// <summary>Free flight: ρ = 0, Δp = 0. Needs no history.</summary>
    None,

    /// <summary>The previous step's ρ and Δp.</summary>
    PreviousDelta,

    /// <summary>A polynomial through the ρ and Δp of previous steps, continued by one step.</summary>
    Extrapolation,

    /// <summary>The direct model's prediction. Needs no history.</summary>
    Direct,

    /// <summary>
    /// The direct model's prediction plus its error, extrapolated from previous steps: the error changes little
    /// from one step to the next, so this is the best guess where a direct model is at hand.
    /// </summary>
    CorrectedDirect,
}

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
}

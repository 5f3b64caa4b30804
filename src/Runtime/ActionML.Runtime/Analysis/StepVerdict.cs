namespace ActionML.Runtime;

/// <summary>What a step length means for the highest significant frequency of the data.</summary>
public enum StepVerdict
{
    /// <summary>ωh below π/2: every corrector converges.</summary>
    Easy,

    /// <summary>ωh below 2.04: plain iteration converges on the reduced unknowns, which the corrector uses.</summary>
    Good,

    /// <summary>ωh below 2.9: Anderson mixing is needed, at up to some 30 evaluations per step.</summary>
    NeedsMixing,

    /// <summary>ωh up to π: hardly a solver converges, and S is steep.</summary>
    NearPole,

    /// <summary>ωh beyond π: no smooth generating function exists for the fastest mode; a network can only blur it.</summary>
    BeyondPole,
}

namespace ActionML.Runtime;

/// <summary>What became of a step.</summary>
public enum StepOutcome
{
    /// <summary>The step was made as it should be.</summary>
    Completed,

    /// <summary>The solve did not converge; its best result was kept.</summary>
    KeptUnconverged,

    /// <summary>The solve did not converge; the fallback made the step.</summary>
    FellBack,

    /// <summary>The step was not made and the state is unchanged.</summary>
    Rejected,
}

namespace ActionML.Runtime;

/// <summary>How a solve ended.</summary>
public enum CorrectorStatus
{
    /// <summary>The residual is within the tolerance.</summary>
    Converged,

    /// <summary>The allowed number of evaluations was spent, and the residual is still above the tolerance.</summary>
    MaxEvaluationsReached,

    /// <summary>
    /// The residual has hardly improved for many evaluations. When it is small, the rounding of a single-precision
    /// model under a tolerance that it cannot reach; when it is not, there is no solution near the start.
    /// </summary>
    Stagnated,

    /// <summary>The residual has grown far above its smallest value: the step is too long for this state.</summary>
    Diverged,

    /// <summary>The model returned a value that is not a finite number.</summary>
    NotFinite,
}

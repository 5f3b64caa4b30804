namespace ActionML.Runtime;

/// <summary>What happens to a step whose implicit solve did not converge.</summary>
public enum UnconvergedPolicy
{
    /// <summary>The step is refused with a <see cref="ConvergenceException"/>.</summary>
    Throw,

    /// <summary>
    /// The evaluation with the smallest residual is kept, and the step counted. The run is no longer symplectic
    /// there. A result that is not finite cannot be kept and is refused.
    /// </summary>
    KeepAndCount,

    /// <summary>The step is made by velocity-Verlet substeps of a given potential, and counted.</summary>
    FallBack,
}

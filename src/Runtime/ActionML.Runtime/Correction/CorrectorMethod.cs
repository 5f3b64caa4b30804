namespace ActionML.Runtime;

/// <summary>How the corrector solves the midpoint equation.</summary>
public enum CorrectorMethod
{
    /// <summary>Anderson mixing: one evaluation per iteration.</summary>
    Mixing,

    /// <summary>Anderson mixing, and where it does not converge, Newton–GMRES from the best iterate. Needs an <see cref="IHessianModel"/>.</summary>
    MixingThenNewton,

    /// <summary>Newton–GMRES from the first guess: for steps near the pole of S. Needs an <see cref="IHessianModel"/>.</summary>
    Newton,
}

using System.Globalization;

namespace ActionML.Runtime;

/// <summary>What a <see cref="Certifier"/> found about the executed steps of a run.</summary>
/// <param name="Steps">Steps that were followed.</param>
/// <param name="States">Sampled states at which the defect and the reversal were measured.</param>
/// <param name="Unmeasured">Sampled states from which a step without history, or back, did not converge.</param>
/// <param name="Tolerance">The tolerance τ that the limits are in proportion to.</param>
/// <param name="Figures">The figures, in the order of the names below; those that do not apply to the run are left out.</param>
public sealed record Certificate(
    long Steps, int States, int Unmeasured, double Tolerance, IReadOnlyList<CertificateFigure> Figures)
{
    /// <summary>Largest residual of all steps. Limit τ: what converged means. Implicit methods only.</summary>
    public const string Residual = "residual";

    /// <summary>Steps whose solve did not converge. Limit 0: they are those of no generating function.</summary>
    public const string UnconvergedSteps = "unconverged_steps";

    /// <summary>Largest symplectic defect at a sampled state (<see cref="DefectSampler"/>). Limit 10 τ.</summary>
    public const string SymplecticDefect = "symplectic_defect";

    /// <summary>
    /// Largest reversal error of a sampled segment (<see cref="StepVerification.ReversalError"/>). Limit 100 τ: each of the eight
    /// steps of a segment, four and four back, adds about τ, and the map stretches it by a few until the end.
    /// </summary>
    public const string ReversalError = "reversal_error";

    /// <summary>Largest drift of the total momentum (<see cref="InvariantErrors"/>). Limit 1e-12: it holds to rounding, whatever τ.</summary>
    public const string LinearMomentum = "linear_momentum";

    /// <summary>Largest departure of the center of mass from its free flight. Limit 1e-12, for the same reason.</summary>
    public const string CenterOfMass = "center_of_mass";

    /// <summary>Largest drift of the angular momentum. Limit 100 τ. Isolated systems only: a box is no sphere.</summary>
    public const string AngularMomentum = "angular_momentum";

    /// <summary>
    /// Largest |uᵀHw − wᵀHu| at a sampled state (<see cref="CertifierOptions.HessianSymmetry"/>). Limit 10 τ: an asymmetry of H is a
    /// symplectic defect of its size.
    /// </summary>
    public const string HessianSymmetry = "hessian_symmetry";

    /// <summary>The worst verdict of all figures.</summary>
    public CertificateVerdict Verdict => Figures.Count == 0 ? CertificateVerdict.Unresolved : Figures.Max(f => f.Verdict);

    /// <summary>
    /// Names the figures that exceed their limits and says what to do about the first, in sentences for the user; null when
    /// none does.
    /// </summary>
    public string? Explain()
    {
        CertificateFigure[] exceeded = [.. Figures.Where(f => f.Verdict == CertificateVerdict.Exceeded)];
        string others = string.Join(", ", exceeded.Skip(1).Select(f => f.Name.Replace('_', ' ')));
        return exceeded.Length == 0 ? null : Sentence(exceeded[0]) + (others.Length > 0 ? $" Also above the limit: {others}." : "");
    }

    private static string Sentence(CertificateFigure figure)
    {
        string name = figure.Name.Replace('_', ' ');
        string measured = figure.Name == UnconvergedSteps
            ? string.Create(CultureInfo.InvariantCulture, $"The run has {figure.Value:F0} {name}; the limit is {figure.Limit:F0}.")
            : string.Create(CultureInfo.InvariantCulture, $"The {name} of the run is {figure.Value:0.0e+0}; the limit is {figure.Limit:0.0e+0}.");
        return measured + " " + figure.Name switch
        {
            Residual or UnconvergedSteps => "Allow more evaluations, or take a model for a shorter step.",
            SymplecticDefect => "Up to a hundred tolerances, the guess of a direct model has left its trace: start solves by extrapolation. Beyond, the step has no generating function, as that of a direct model: use an action model.",
            ReversalError => "Tighten the tolerance; if the error stays, the step is not reversible, as that of a direct model, or the segment is chaotic.",
            AngularMomentum => "Tighten the tolerance; if the drift stays, the model is not invariant under rotation, or something outside acts on the system.",
            HessianSymmetry => "The model's outputs are not the derivatives of one function: export it again.",
            _ => "Nothing but rounding changes it in the steps of an action model: use one, or forces that sum to zero.",
        };
    }
}

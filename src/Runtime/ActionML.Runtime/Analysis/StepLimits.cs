namespace ActionML.Runtime;

/// <summary>
/// How long a step may be for a harmonic mode of frequency ν = ω/2π. There the generating function of midpoint type is
/// S = (2/ω) tan(ωh/2)·H: it has a pole at ωh = π, and the corrector converges up to certain values of ωh before it.
/// </summary>
/// <remarks>Source: derived and checked numerically for this project.</remarks>
/// <param name="Frequency">ν, positive, in reciprocal model time.</param>
public readonly record struct StepLimits(double Frequency)
{
    /// <summary>ωh at the pole: π.</summary>
    public const double PoleAngle = Math.PI;

    /// <summary>ωh up to which plain iteration on (Δq, Δp) converges: tan(ωh/2) &lt; 1, so π/2.</summary>
    public const double PlainAngle = Math.PI / 2;

    /// <summary>
    /// ωh up to which plain iteration on the reduced unknowns (ρ = Δq − h p̄/m, Δp) converges: t(t − θ) &lt; 1 with
    /// θ = ωh/2, t = tan θ. The root of t(t − θ) = 1 is θ = 1.0215.
    /// </summary>
    public const double PlainReducedAngle = 2.0430;

    /// <summary>ωh that Anderson mixing of depth 5 with mixing 0.5 reached: 28 evaluations at 1e-5, 60 random modes.</summary>
    public const double AndersonAngle = 2.9;

    /// <summary>ω = 2πν.</summary>
    public double AngularFrequency => 2 * Math.PI * Frequency;

    /// <summary>h at the pole, 1/(2ν): beyond it no smooth S exists.</summary>
    public double Pole => PoleAngle / AngularFrequency;

    /// <summary>Longest h for plain iteration on (Δq, Δp), 1/(4ν).</summary>
    public double Plain => PlainAngle / AngularFrequency;

    /// <summary>Longest h for plain iteration on the reduced unknowns, 0.325/ν.</summary>
    public double PlainReduced => PlainReducedAngle / AngularFrequency;

    /// <summary>Longest h that Anderson mixing reached, 0.46/ν.</summary>
    public double Anderson => AndersonAngle / AngularFrequency;

    /// <summary>ωh of a step.</summary>
    /// <param name="step">h in model time.</param>
    public double Angle(double step) => AngularFrequency * step;
}

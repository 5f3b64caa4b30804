using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>The certificate of a run, as it stands in <c>summary.json</c>.</summary>
internal sealed record CertificateFigures
{
    /// <summary><c>held</c>, <c>unresolved</c> or <c>exceeded</c>: the worst of all figures.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>The tolerance τ that limits are in proportion to.</summary>
    public double Tolerance { get; init; }

    /// <summary>Steps followed.</summary>
    public long Steps { get; init; }

    /// <summary>Sampled states measured.</summary>
    public int States { get; init; }

    /// <summary>Sampled states from which a step did not converge.</summary>
    public int UnmeasuredStates { get; init; }

    /// <summary>What measuring took, relative to the rest of the run; since its restart, where it had one.</summary>
    public double ShareOfRun { get; init; }

    /// <summary>The figures.</summary>
    public List<CertifiedFigure> Figures { get; init; } = [];

    /// <summary>ωh of the stiffest mode at the sampled states, by Hessian-vector products; null without them. The pole of S is at π.</summary>
    public double? Stiffness { get; init; }

    /// <summary>What exceeds its limit and what to do, in sentences; null when nothing does.</summary>
    public string? Explanation { get; init; }

    /// <summary>Takes over a certificate.</summary>
    /// <param name="certifier">Who made it.</param>
    /// <param name="seconds">Wall-clock of the run without what the certifier took.</param>
    public static CertificateFigures From(Certifier certifier, double seconds)
    {
        Certificate certificate = certifier.Issue();
        return new CertificateFigures
        {
            Verdict = Word(certificate.Verdict),
            Tolerance = certificate.Tolerance,
            Steps = certificate.Steps,
            States = certificate.States,
            UnmeasuredStates = certificate.Unmeasured,
            ShareOfRun = certifier.Elapsed.TotalSeconds / seconds,
            Figures = [.. certificate.Figures.Select(f => new CertifiedFigure(f.Name, f.Value, f.Floor, f.Limit, Word(f.Verdict)))],
            Explanation = certificate.Explain(),
        };
    }

    private static string Word(CertificateVerdict verdict) => verdict switch
    {
        CertificateVerdict.Held => "held",
        CertificateVerdict.Unresolved => "unresolved",
        _ => "exceeded",
    };
}

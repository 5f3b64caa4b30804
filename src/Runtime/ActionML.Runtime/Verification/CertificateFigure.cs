namespace ActionML.Runtime;

/// <summary>One number of a certificate.</summary>
/// <param name="Name">What was measured, one of the names of <see cref="Certificate"/>.</param>
/// <param name="Value">The largest value of the run; NaN where nothing could be measured.</param>
/// <param name="Limit">What it must not exceed.</param>
/// <param name="Floor">What rounding and differences alone would show at that place, one standard deviation; 0 for a plain difference.</param>
public sealed record CertificateFigure(string Name, double Value, double Limit, double Floor = 0)
{
    /// <summary>What it says about the limit.</summary>
    public CertificateVerdict Verdict => Value > Limit + (3 * Floor)
        ? CertificateVerdict.Exceeded
        : Value <= Limit && Floor <= Limit ? CertificateVerdict.Held : CertificateVerdict.Unresolved;

    /// <summary>The one that says worse of its limit; of two that say the same, the larger.</summary>
    public static CertificateFigure Worse(CertificateFigure a, CertificateFigure b) =>
        double.IsNaN(a.Value) || b.Verdict > a.Verdict || (b.Verdict == a.Verdict && b.Value > a.Value) ? b : a;
}

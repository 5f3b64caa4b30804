namespace ActionML.Cli;

/// <summary>One number of a certificate.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The largest value of the run.</param>
/// <param name="Floor">What rounding and differences alone would show; 0 for a plain difference.</param>
/// <param name="Limit">What it must not exceed.</param>
/// <param name="Verdict"><c>held</c>, <c>unresolved</c> or <c>exceeded</c>.</param>
internal sealed record CertifiedFigure(string Name, double Value, double Floor, double Limit, string Verdict)
{
    /// <summary>The name for people.</summary>
    public string Title() => Name.Replace('_', ' ');
}

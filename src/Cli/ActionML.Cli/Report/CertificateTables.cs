using System.Text;

namespace ActionML.Cli;

/// <summary>The certificates of a report's runs.</summary>
internal static class CertificateTables
{
    /// <summary>A table for each run that has one.</summary>
    public static string Write(RunSummary summary)
    {
        List<(string Key, IntegratorFigures Run)> certified = [.. summary.Integrators.Where(i => i.Value.Certificate is not null).Select(i => (i.Key, i.Value))];
        if (certified.Count == 0)
        {
            return "";
        }

        var html = new StringBuilder("<section aria-labelledby=\"h-certificate\"><h2 id=\"h-certificate\">Certificate</h2>\n");
        html.Append("<p>What the steps of the run kept, measured on the steps themselves. The floor is what rounding and differences alone would show.</p>\n");
        foreach ((string key, IntegratorFigures run) in certified)
        {
            CertificateFigures certificate = run.Certificate!;
            html.Append($"<h3>{ReportBody.Swatch(key, summary.Integrators.Keys)}{HtmlText.Escape(run.Name)}</h3>\n<p>{HtmlText.Escape(CertificateText.Basis(certificate))}</p>\n");
            html.Append($"<table class=\"wide\" aria-label=\"Certificate of {HtmlText.Escape(run.Name)}\"><thead><tr><th scope=\"col\">Figure</th><th scope=\"col\">Largest</th><th scope=\"col\">Floor</th><th scope=\"col\">Limit</th></tr></thead><tbody>\n");
            foreach (CertifiedFigure f in certificate.Figures)
            {
                string floor = f.Floor > 0 ? HtmlText.Number(f.Floor, 2) : "–";
                html.Append($"<tr><th scope=\"row\">{HtmlText.Escape(Capitalized(f.Title()))}</th><td data-label=\"Largest\">{HtmlText.Number(f.Value)}</td><td data-label=\"Floor\">{floor}</td><td data-label=\"Limit\">{Badge(f)}</td></tr>\n");
            }

            html.Append("</tbody></table>\n");
            if (certificate.Explanation is { } explanation)
            {
                html.Append($"<p class=\"note\">{HtmlText.Escape(explanation)}</p>\n");
            }
        }

        return html.Append("</section>\n").ToString();
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Badge(CertifiedFigure f) => f.Verdict switch
    {
        "held" => $"<span class=\"badge good\">✓ at most {HtmlText.Number(f.Limit, 2)}</span>",
        "exceeded" => $"<span class=\"badge bad\">✗ above {HtmlText.Number(f.Limit, 2)}</span>",
        _ => $"<span class=\"badge\">? at most {HtmlText.Number(f.Limit, 2)}: not resolved</span>",
    };
}

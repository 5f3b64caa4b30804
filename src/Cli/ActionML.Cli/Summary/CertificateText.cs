using System.Globalization;

namespace ActionML.Cli;

/// <summary>A certificate for people.</summary>
internal static class CertificateText
{
    /// <summary>Writes it as a short table.</summary>
    public static void Write(TextWriter text, CertificateFigures certificate)
    {
        text.WriteLine($"certificate: {certificate.Verdict}. {Basis(certificate)}");
        text.WriteLine($"  {"",-22} {"largest",10} {"floor",10} {"limit",10}");
        foreach (CertifiedFigure f in certificate.Figures)
        {
            string floor = f.Floor > 0 ? ProgressText.Short(f.Floor) : "";
            text.WriteLine($"  {f.Title(),-22} {ProgressText.Short(f.Value),10} {floor,10} {ProgressText.Short(f.Limit),10}  {(f.Verdict == "exceeded" ? "EXCEEDED" : f.Verdict)}");
        }

        if (certificate.Stiffness is { } stiffness)
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  stiffest mode at these states: ωh = {stiffness:0.00} (the pole of S is at 3.14)"));
        }

        if (certificate.Figures.Any(f => f.Verdict == "unresolved"))
        {
            text.WriteLine("  unresolved: differences and rounding (the floor) hide what the limit asks for. A model in double precision or a looser tolerance decides.");
        }
    }

    /// <summary>What it rests on, in a sentence.</summary>
    public static string Basis(CertificateFigures certificate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{certificate.Steps} steps followed, {certificate.States} states sampled{(certificate.UnmeasuredStates > 0 ? $" ({certificate.UnmeasuredStates} more did not converge)" : "")}, {100 * certificate.ShareOfRun:0} % of the run's time; tolerance {ProgressText.Short(certificate.Tolerance)}.");
}

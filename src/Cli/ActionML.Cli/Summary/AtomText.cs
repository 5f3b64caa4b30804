using System.Globalization;

namespace ActionML.Cli;

/// <summary>Figures of an atomistic run for people, as lines below those of every run.</summary>
internal static class AtomText
{
    /// <summary>Writes them.</summary>
    public static void Write(TextWriter text, AtomFigures figures)
    {
        if (double.IsFinite(figures.MaxEnergyChange))
        {
            Line("largest energy change", $"{ProgressText.Short(figures.MaxEnergyChange)} meV/atom");
            Line("energy drift", $"{ProgressText.Short(figures.EnergyDrift)} meV/atom/ps");
        }

        List("temperature", figures.Temperatures, "0.0", " K");
        List("coordination", figures.Coordination, "0.00", "");
        List("diffusion", figures.Diffusion, "0.0000", " Å²/ps");

        void Line(string name, string value) => text.WriteLine($"  {name,-26} {value}");

        void List(string name, List<KindEstimate> estimates, string format, string unit)
        {
            foreach (KindEstimate e in estimates.Where(e => double.IsFinite(e.Mean)))
            {
                string error = double.IsFinite(e.StandardError) ? " ± " + e.StandardError.ToString(format, CultureInfo.InvariantCulture) : "";
                Line($"{name}, {e.Kind}", e.Mean.ToString(format, CultureInfo.InvariantCulture) + error + unit);
            }
        }
    }
}

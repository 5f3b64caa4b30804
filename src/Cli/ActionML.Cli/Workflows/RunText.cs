using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>The result of a run for people.</summary>
internal static class RunText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter text, RunResult result)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        IntegratorFigures f = result.Figures;
        string unit = result.TimeUnit.Length > 0 ? " " + result.TimeUnit : "";
        text.WriteLine($"{result.Integrator}: {Traits(result.Traits)}");
        text.WriteLine(string.Create(invariant, $"  steps                      {result.Steps} of {f.Step:G6}{unit}, {result.Duration:G7}{unit} in all{(result.RestartedAt is { } at ? $", taken up at step {at}" : "")}"));
        if (result.Solver is not null)
        {
            text.WriteLine($"  {result.Solver}");
        }

        if (result.Thermostat is not null)
        {
            text.WriteLine($"  thermostat                 {result.Thermostat}");
            text.WriteLine($"  heat taken up              {ProgressText.Short(result.Heat ?? double.NaN)}{(unit.Length > 0 ? " eV" : "")}, taken off the energies below");
        }

        if (double.IsFinite(f.MaxRelativeEnergyError))
        {
            text.WriteLine($"  largest energy error       {ProgressText.Short(f.MaxRelativeEnergyError)} (relative)");
            text.WriteLine($"  energy drift per time      {ProgressText.Short(f.EnergyDriftPerTime)}");
        }

        if (f.Atoms is { } atoms)
        {
            AtomText.Write(text, atoms);
        }

        text.WriteLine(f.SurvivedTime >= result.Duration * (1 - 1e-9)
            ? "  survived                   the whole run"
            : string.Create(invariant, $"  survived                   until {f.SurvivedTime:G6}{unit}"));
        text.WriteLine(string.Create(invariant, $"  evaluations per step       {f.MeanEvaluationsPerStep:0.00}"));
        text.WriteLine($"  unconverged steps          {f.UnconvergedSteps}");
        text.WriteLine(string.Create(invariant, $"  wall-clock                 {f.Seconds:0.00} s"));
        text.WriteLine($"  speed                      {RunSpeed.Text(result.Speed, result.SpeedUnit)}");
        if (result.Out is not null)
        {
            text.WriteLine($"  trajectory                 {result.Out}");
        }

        if (result.Report is not null)
        {
            text.WriteLine($"  report                     {result.Report}");
        }

        if (f.Certificate is { } certificate)
        {
            CertificateText.Write(text, certificate);
        }
    }

    /// <summary>What a method keeps, in words.</summary>
    public static string Traits(StepperTraits traits)
    {
        List<string> kept = [];
        Add(traits.IsSymplectic, "symplectic");
        Add(traits.IsTimeReversible, "time-reversible");
        Add(traits.ConservesLinearMomentum, "keeps momentum");
        Add(traits.ConservesCenterOfMass, "keeps the center of mass");
        Add(traits.ConservesAngularMomentum, "keeps angular momentum");
        return kept.Count == 0 ? "keeps nothing by construction" : string.Join(", ", kept);

        void Add(bool holds, string word)
        {
            if (holds)
            {
                kept.Add(word);
            }
        }
    }
}

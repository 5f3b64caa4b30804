using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>The result of replicas for people.</summary>
internal static class ReplicaText
{
    private const int Explained = 3; // failures whose reason is told; all are in the table

    /// <summary>Writes the result, and what failed to the error stream.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(CliHost host, ReplicaRunResult result)
    {
        host.Write(result, text => Write(text, result));
        if (result.Failed == 0)
        {
            return 0;
        }

        ReplicaFigures[] failed = [.. result.Replicas.Where(r => r.End == "rejected")];
        string reasons = string.Join(' ', failed.Take(Explained).Select(r => $"{Name(r)}: {r.Reason}"));
        string more = failed.Length > Explained ? $" {failed.Length - Explained} more are in the table." : "";
        int others = result.Replicas.Count - failed.Length;
        string rest = others == 0 ? "" : others == 1 ? " The other one is complete." : $" The other {others} are complete.";
        host.Error.WriteLine($"actionml: {failed.Length} of {result.Replicas.Count} replicas could not go on. {reasons}{more}{rest}");
        return (int)ErrorKind.Convergence;
    }

    private static void Write(TextWriter text, ReplicaRunResult result)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string unit = result.TimeUnit.Length > 0 ? " " + result.TimeUnit : "";
        text.WriteLine($"{result.Replicas.Count} {(result.Replicas.Count == 1 ? "replica" : "replicas")} of {result.Integrator}: {RunText.Traits(result.Traits)}");
        text.WriteLine(string.Create(invariant, $"  steps                      {result.Steps} of {result.Step:G6}{unit} each"));
        text.WriteLine(string.Create(invariant, $"  evaluations per step       {result.MeanEvaluationsPerStep:0.00}"));
        text.WriteLine(string.Create(invariant, $"  wall-clock                 {result.Seconds:0.00} s, {result.Threads} {(result.Threads == 1 ? "thread" : "threads")}{(result.Group > 1 ? $", evaluations of {result.Group} replicas as one" : "")}"));
        if (result.MostAtOnce is { } most)
        {
            text.WriteLine(string.Create(invariant, $"  memory                     was short: the device evaluated at most {most} at one time"));
        }

        text.WriteLine($"  speed                      {RunSpeed.Text(result.Speed, result.SpeedUnit)} in all");
        if (result.Out is not null)
        {
            text.WriteLine($"  trajectories and summary   {result.Out}");
        }

        bool hasAtoms = result.Replicas.Any(r => r.Figures.Atoms is not null);
        text.WriteLine();
        text.WriteLine($"  {"replica",7} {"seed",6} {(hasAtoms ? "asked/K" : "asked"),8} {(hasAtoms ? "T/K" : ""),14} {(hasAtoms ? "dE meV/atom" : "energy error"),12} {"evaluations",11} {"unconverged",11}  ended");
        foreach (ReplicaFigures r in result.Replicas)
        {
            KindEstimate? measured = r.Figures.Atoms?.Temperatures.LastOrDefault();
            string error = measured is { } t && double.IsFinite(t.StandardError) ? string.Create(invariant, $" ± {t.StandardError:0}") : "";
            string temperature = measured is null ? "" : measured.Mean.ToString("0", invariant) + error;
            double change = r.Figures.Atoms?.MaxEnergyChange ?? r.Figures.MaxRelativeEnergyError;
            string end = r.End == "completed" ? r.End : string.Create(invariant, $"{r.End} after step {r.Steps}");
            text.WriteLine(string.Create(
                invariant,
                $"  {r.Replica,7} {r.Seed,6} {r.Temperature?.ToString("G6", invariant) ?? "",8} {temperature,14} {ProgressText.Short(change),12} {r.Figures.MeanEvaluationsPerStep,11:0.00} {r.Figures.UnconvergedSteps,11}  {end}"));
        }
    }

    private static string Name(ReplicaFigures r) => string.Create(
        CultureInfo.InvariantCulture,
        $"Replica {r.Replica} (seed {r.Seed}{(r.Temperature is { } t ? $", {(r.Figures.Atoms is null ? $"k_B T {t:G6}" : $"{t:G6} K")}" : "")})");
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>Writes gete.json and shows it as tables.</summary>
internal static class GeTeReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new RoundedNumber() },
    };

    /// <summary>Writes the file.</summary>
    public static void Write(string path, object report) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(report, Json) + "\n");

    /// <summary>Shows the rows, as Markdown.</summary>
    public static void Show(IReadOnlyList<GeTeFigures> rows, IReadOnlyList<GeTeQuench> quenches)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Console.WriteLine("| system | K | integrator | T Ge | T Te | drift, meV/atom/100 ps | g(r) differs by, % (reference's halves) | D Ge, D Te: Å²/ns (reference) | evaluations | unconverged | ns/day | misses |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (GeTeFigures row in rows)
        {
            string[] kinds = [.. row.TemperatureBySpecies.Keys];
            string temperatures = string.Join(" | ", kinds.Select(kind => string.Create(invariant, $"{row.TemperatureBySpecies[kind]:0.0} ± {row.TemperatureBySpeciesError[kind]:0.0}")));
            string rdf = string.Join(", ", row.RdfDifferenceByPair.Select(pair => string.Create(invariant, $"{pair.Value:0.0} ({row.RdfNoiseByPair[pair.Key]:0.0})")));
            string diffusion = string.Join(", ", kinds.Select(kind => string.Create(invariant, $"{1000 * row.Diffusion[kind]:0} ({1000 * row.DiffusionReference[kind]:0} ± {1000 * row.DiffusionError[kind]:0})")));
            Console.WriteLine(string.Create(
                invariant,
                $"| {row.Atoms} atoms, {row.Composition:0.0} Ge{(row.TrainedOn ? "" : ", not trained on")} | {row.Temperature:0} | {row.Integrator} | {temperatures} | {row.EnergyDriftMevPerAtomPer100ps:0.00} | {rdf} | {diffusion} | {row.MeanEvaluationsPerStep:0.00} | {row.UnconvergedSteps} | {row.NanosecondsPerDay:0.0} | {string.Join("; ", row.Missed)} |"));
        }

        if (quenches.Count == 0)
        {
            return;
        }

        Console.WriteLine();
        Console.WriteLine("| quench | seeds | coordination (in combined standard errors from the reference) | g(r) differs by, % (bins beyond two errors, %) | angles differ by, % (bins beyond two errors, %) |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (GeTeQuench quench in quenches)
        {
            string coordination = string.Join(", ", quench.Coordination.Select(item => string.Create(invariant, $"{item.Key} {item.Value:0.00} ± {quench.CoordinationError[item.Key]:0.00} ({quench.CoordinationDeviation[item.Key]:0.0})")));
            string rdf = string.Join(", ", quench.RdfDifferenceByPair.Select(item => string.Create(invariant, $"{item.Value:0.0} ({quench.RdfBinsBeyondTwoErrors[item.Key]:0})")));
            string angles = string.Join(", ", quench.AngleDifference.Select(item => string.Create(invariant, $"{item.Key} {item.Value:0.0} ({quench.AngleBinsBeyondTwoErrors[item.Key]:0})")));
            Console.WriteLine(string.Create(invariant, $"| {quench.Integrator} | {quench.Survived} of {quench.Seeds} | {coordination} | {rdf} | {angles} |"));
        }
    }

    // Six digits, and null for what is no number: runs that were lost.
    private sealed class RoundedNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteRawValue(value.ToString("G6", CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}

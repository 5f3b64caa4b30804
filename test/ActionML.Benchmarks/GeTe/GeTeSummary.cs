using System.Globalization;

namespace ActionML.Benchmarks;

/// <summary>Sums up microcanonical runs and compares them with the reference from the same starts.</summary>
internal static class GeTeSummary
{
    private const double TemperatureBound = 0.01; // and two combined standard errors
    private const double DriftBound = 1; // meV/atom in a run of 100 ps or less: what wanders by 0.3 in 30 ps is not a drift of 1 in 100
    private const double RdfBound = 3; // percent
    private const double DiffusionBound = 0.15; // or two combined standard errors
    private const double SmallDisplacement = 1; // Å²: below, displacements are compared instead

    /// <summary>One row per condition and integrator.</summary>
    public static IReadOnlyList<GeTeFigures> Of(IReadOnlyList<GeTeRecord> records) =>
    [
        .. records.Where(record => !record.Case.IsQuench).GroupBy(record => record.Case.Condition).SelectMany(condition =>
        {
            GeTeRecord[] reference = [.. condition.Where(record => record.Case.Integrator == "reference")];
            return condition.GroupBy(record => (record.Case.Integrator, record.Case.IsTrainedOn)).Select(runs =>
            {
                int[] starts = [.. runs.Select(run => run.Case.Start)];
                return Row([.. runs], [.. reference.Where(run => starts.Contains(run.Case.Start))]);
            });
        }),
    ];

    /// <summary>The mean over starts and halves of g(r), per pair of kinds.</summary>
    public static Dictionary<string, double[]> MeanRdf(IReadOnlyList<GeTeRecord> runs, int? half = null) =>
        runs[0].RadialDistribution.Keys.ToDictionary(pair => pair, pair =>
        {
            double[][] curves = [.. runs.SelectMany(run => run.RadialDistribution[pair].Where((_, h) => half is null || h == half)).Where(g => double.IsFinite(g[0]))];
            return curves.Length == 0 ? [] : Enumerable.Range(0, curves[0].Length).Select(b => curves.Average(curve => curve[b])).ToArray();
        });

    /// <summary>∫|g − g'| / ∫g', in percent.</summary>
    public static double Difference(double[] g, double[] reference) =>
        g.Length != reference.Length ? double.NaN : 100 * g.Zip(reference, (a, b) => Math.Abs(a - b)).Sum() / reference.Sum();

    private static GeTeFigures Row(GeTeRecord[] runs, GeTeRecord[] reference)
    {
        GeTeCase first = runs[0].Case;
        Dictionary<string, double[]> g = MeanRdf(runs);
        Dictionary<string, double[]> expected = MeanRdf(reference);
        Dictionary<string, double[]> early = MeanRdf(reference, half: 0);
        Dictionary<string, double[]> late = MeanRdf(reference, half: 1);
        string[] kinds = [.. runs[0].Temperature.Keys];
        Dictionary<string, double> Mean(GeTeRecord[] of, Func<GeTeRecord, Dictionary<string, double>> value) =>
            kinds.ToDictionary(kind => kind, kind => of.Average(run => value(run)[kind]));
        Dictionary<string, double> Error(GeTeRecord[] of, Func<GeTeRecord, Dictionary<string, double>> value) =>
            kinds.ToDictionary(kind => kind, kind => Math.Sqrt(of.Sum(run => value(run)[kind] * value(run)[kind])) / of.Length);
        Dictionary<string, double> own = Error(runs, run => run.DiffusionError);
        Dictionary<string, double> referenceError = Error(reference, run => run.DiffusionError);
        var row = new GeTeFigures
        {
            System = first.System,
            Atoms = first.Atoms,
            Composition = first.Composition,
            Temperature = first.Kelvin,
            Integrator = first.Integrator,
            StepFs = runs[0].StepFemtoseconds,
            DurationPs = first.Picoseconds,
            TrainedOn = first.IsTrainedOn,
            Starts = runs.Length,
            Survived = runs.Count(run => run.LostBecause is null),
            TemperatureBySpecies = Mean(runs, run => run.Temperature),
            TemperatureBySpeciesError = Error(runs, run => run.TemperatureError),
            EnergyDriftMevPerAtomPer100ps = runs.Select(run => run.EnergyDrift).MaxBy(Math.Abs),
            LargestEnergyErrorMevPerAtom = runs.Max(run => run.LargestEnergyError),
            RdfDifferenceByPair = g.ToDictionary(pair => pair.Key, pair => Difference(pair.Value, expected[pair.Key])),
            RdfNoiseByPair = g.ToDictionary(pair => pair.Key, pair => Difference(early[pair.Key], late[pair.Key])),
            Diffusion = Mean(runs, run => run.Diffusion),
            DiffusionReference = Mean(reference, run => run.Diffusion),
            DiffusionError = kinds.ToDictionary(kind => kind, kind => Math.Sqrt((own[kind] * own[kind]) + (referenceError[kind] * referenceError[kind]))),
            Displacement = Mean(runs, run => run.Displacement),
            DisplacementReference = Mean(reference, run => run.Displacement),
            MeanEvaluationsPerStep = runs.Average(run => run.MeanEvaluations),
            UnconvergedSteps = runs.Sum(run => run.UnconvergedSteps),
            NanosecondsPerDay = runs.Sum(run => run.SurvivedPicoseconds) * 1e-3 / (runs.Sum(run => run.StepSeconds) / 86_400),
        };
        row.Missed.AddRange(Missed(row, Mean(reference, run => run.Temperature), Error(reference, run => run.TemperatureError)));
        return row;
    }

    private static IEnumerable<string> Missed(GeTeFigures row, Dictionary<string, double> reference, Dictionary<string, double> referenceError)
    {
        if (row.Survived < row.Starts)
        {
            yield return Text($"{row.Starts - row.Survived} of {row.Starts} runs were lost");
        }

        string[] kinds = [.. row.TemperatureBySpecies.Keys];
        double spread = row.TemperatureBySpecies.Values.Max() - row.TemperatureBySpecies.Values.Min();
        if (!(spread <= (TemperatureBound * row.TemperatureBySpecies.Values.Average()) + (2 * Norm(row.TemperatureBySpeciesError.Values))))
        {
            yield return Text($"the temperatures of the kinds differ by {spread:0.0} K");
        }

        foreach (string kind in kinds)
        {
            double difference = row.TemperatureBySpecies[kind] - reference[kind];
            double allowed = (TemperatureBound * reference[kind]) + (2 * Norm([row.TemperatureBySpeciesError[kind], referenceError[kind]]));
            if (!(Math.Abs(difference) <= allowed))
            {
                yield return Text($"the temperature of {kind} is off by {difference:0.0} K");
            }
        }

        double drift = row.EnergyDriftMevPerAtomPer100ps * Math.Min(1, row.DurationPs / 100);
        if (!(Math.Abs(drift) <= DriftBound))
        {
            yield return Text($"the energy drifts by {drift:0.00} meV/atom in {Math.Min(100, row.DurationPs):0} ps");
        }

        foreach ((string pair, double difference) in row.RdfDifferenceByPair)
        {
            if (!(difference <= RdfBound))
            {
                yield return Text($"g(r) of {pair} differs by {difference:0.0} %");
            }
        }

        foreach (string kind in kinds)
        {
            bool small = row.DisplacementReference[kind] < SmallDisplacement;
            double found = small ? row.Displacement[kind] : row.Diffusion[kind];
            double expected = small ? row.DisplacementReference[kind] : row.DiffusionReference[kind];
            double allowed = Math.Max(DiffusionBound * expected, small ? 0 : 2 * row.DiffusionError[kind]);
            if (double.IsFinite(expected) && !(Math.Abs(found - expected) <= allowed))
            {
                yield return Text($"the {(small ? "displacement" : "diffusion")} of {kind} is {found / expected:0.00} times the reference");
            }
        }

        if (row.UnconvergedSteps > 0)
        {
            yield return Text($"{row.UnconvergedSteps} steps did not converge");
        }
    }

    private static double Norm(IEnumerable<double> errors) => Math.Sqrt(errors.Sum(error => error * error));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace ActionML.Benchmarks;

/// <summary>The glass at 300 K after a quench: means over seeds with their standard errors, beside the reference.</summary>
internal sealed record GeTeQuench
{
    public required string Integrator { get; init; }

    public int Seeds { get; init; }

    public int Survived { get; init; }

    public Dictionary<string, double> TemperatureBySpecies { get; init; } = [];

    public Dictionary<string, double> Coordination { get; init; } = [];

    public Dictionary<string, double> CoordinationError { get; init; } = [];

    /// <summary>Mean difference from the reference in combined standard errors.</summary>
    public Dictionary<string, double> CoordinationDeviation { get; init; } = [];

    /// <summary>∫|g − g_reference| dr / ∫g_reference dr, in percent.</summary>
    public Dictionary<string, double> RdfDifferenceByPair { get; init; } = [];

    /// <summary>Share of the bins of g(r) whose difference is above two combined standard errors, in percent; 5 to 12 by chance alone with five seeds.</summary>
    public Dictionary<string, double> RdfBinsBeyondTwoErrors { get; init; } = [];

    /// <summary>∫|P − P_reference| over the bond angles, in percent.</summary>
    public Dictionary<string, double> AngleDifference { get; init; } = [];

    /// <summary>Share of the bins of the angles whose difference is above two combined standard errors, in percent.</summary>
    public Dictionary<string, double> AngleBinsBeyondTwoErrors { get; init; } = [];

    /// <summary>Sums up the quenches among the records: those of the first seeds, then all if the reference has more.</summary>
    public static IReadOnlyList<GeTeQuench> Of(IReadOnlyList<GeTeRecord> records)
    {
        GeTeRecord[] all = [.. records.Where(record => record.Case.IsQuench)];
        GeTeRecord[] first = [.. all.Where(record => record.Case.Start <= GeTePlan.FirstSeeds)];
        return [.. ByIntegrator(first), .. first.Length < all.Length ? ByIntegrator(all) : []];
    }

    private static IEnumerable<GeTeQuench> ByIntegrator(GeTeRecord[] quenches)
    {
        GeTeRecord[] reference = [.. quenches.Where(record => record.Case.Integrator == "reference")];
        return quenches.GroupBy(record => record.Case.Integrator).Select(runs => Of(runs.Key, [.. runs], reference));
    }

    private static GeTeQuench Of(string integrator, GeTeRecord[] all, GeTeRecord[] reference)
    {
        GeTeRecord[] runs = [.. all.Where(run => run.LostBecause is null)];
        if (runs.Length < 2)
        {
            return new GeTeQuench { Integrator = integrator, Seeds = all.Length, Survived = runs.Length };
        }

        string[] pairs = [.. runs[0].RadialDistribution.Keys];
        string[] kinds = [.. runs[0].Angles.Keys];
        Dictionary<string, (double Mean, double Error)> coordination = runs[0].Coordination.Keys.ToDictionary(key => key, key => Estimate([.. runs.Select(run => run.Coordination[key])]));
        double[] Rdf(GeTeRecord run, string pair) => GeTeSummary.MeanRdf([run])[pair];
        return new GeTeQuench
        {
            Integrator = integrator,
            Seeds = all.Length,
            Survived = runs.Length,
            TemperatureBySpecies = kinds.ToDictionary(kind => kind, kind => runs.Average(run => run.Temperature[kind])),
            Coordination = coordination.ToDictionary(item => item.Key, item => item.Value.Mean),
            CoordinationError = coordination.ToDictionary(item => item.Key, item => item.Value.Error),
            CoordinationDeviation = coordination.ToDictionary(item => item.Key, item =>
            {
                (double mean, double error) = Estimate([.. reference.Select(run => run.Coordination[item.Key])]);
                double combined = Math.Sqrt((error * error) + (item.Value.Error * item.Value.Error));
                return combined > 0 ? (item.Value.Mean - mean) / combined : 0;
            }),
            RdfDifferenceByPair = pairs.ToDictionary(pair => pair, pair => GeTeSummary.Difference(GeTeSummary.MeanRdf(runs)[pair], GeTeSummary.MeanRdf(reference)[pair])),
            RdfBinsBeyondTwoErrors = pairs.ToDictionary(pair => pair, pair => Beyond(runs, reference, run => Rdf(run, pair))),
            AngleDifference = kinds.ToDictionary(kind => kind, kind => GeTeSummary.Difference(MeanCurve(runs, kind), MeanCurve(reference, kind))),
            AngleBinsBeyondTwoErrors = kinds.ToDictionary(kind => kind, kind => Beyond(runs, reference, run => run.Angles[kind])),
        };
    }

    private static double[] MeanCurve(GeTeRecord[] runs, string kind) =>
        [.. Enumerable.Range(0, runs[0].Angles[kind].Length).Select(b => runs.Average(run => run.Angles[kind][b]))];

    private static double Beyond(GeTeRecord[] runs, GeTeRecord[] reference, Func<GeTeRecord, double[]> curve)
    {
        double[][] own = [.. runs.Select(curve)];
        double[][] expected = [.. reference.Select(curve)];
        int bins = 0;
        int beyond = 0;
        for (int b = 0; b < own[0].Length; b++)
        {
            (double mean, double error) = Estimate([.. own.Select(values => values[b])]);
            (double other, double otherError) = Estimate([.. expected.Select(values => values[b])]);
            double combined = Math.Sqrt((error * error) + (otherError * otherError));
            if (combined > 0)
            {
                bins++;
                beyond += Math.Abs(mean - other) > 2 * combined ? 1 : 0;
            }
        }

        return bins == 0 ? 0 : 100.0 * beyond / bins;
    }

    private static (double Mean, double Error) Estimate(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length * (values.Length - 1.0))));
    }
}

using System.Globalization;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class TrajectoryAnalysisTests(TestContext context)
{
    [TestMethod]
    public void Limits_are_those_of_a_harmonic_mode()
    {
        var limits = new StepLimits(2);
        double theta = StepLimits.PlainReducedAngle / 2;

        Assert.AreEqual(0.25, limits.Pole, 1e-15);
        Assert.AreEqual(0.125, limits.Plain, 1e-15);
        Assert.AreEqual(1, Math.Tan(theta) * (Math.Tan(theta) - theta), 1e-3);
        Assert.AreEqual(0.325 / 2, limits.PlainReduced, 2e-4);
        Assert.AreEqual(2.9 / (4 * Math.PI), limits.Anderson, 1e-15);
        Assert.AreEqual(Math.PI, limits.Angle(limits.Pole), 1e-15);
    }

    /// <summary>The limits are statements about iterations; iterate and see.</summary>
    [TestMethod]
    public void Plain_iteration_converges_up_to_the_limits_and_not_beyond()
    {
        // One mode of mass 1: S = (2/ω) tan(ωh/2) (p² + ω²q²)/2, so Δq = (2t/ω) p̄ and Δp = −2tω q̄ with t = tan(ωh/2).
        foreach (double angle in new[] { 0.97, 1.03 })
        {
            Assert.AreEqual(angle < 1, Converges(angle * StepLimits.PlainAngle, reduced: false));
            Assert.AreEqual(angle < 1, Converges(angle * StepLimits.PlainReducedAngle, reduced: true));
        }
    }

    [TestMethod]
    public void Steps_are_judged_by_the_fastest_motion()
    {
        Random random = Modes.NewRandom(context);
        TimeStep[] steps = [.. new[] { 0.2, 0.3, 0.4, 0.48, 0.6, 0.25 }.Select(TimeStep.Dimensionless)];
        TrajectoryAnalysis analysis = TrajectoryAnalysis.Analyze(
            Modes.Record([0.3, 1], [1, 1], random, spacing: 0.02, count: 4000), steps);

        Assert.AreEqual(1, analysis.HighestFrequency, 0.02);
        CollectionAssert.AreEqual(
            new[] { StepVerdict.Easy, StepVerdict.Good, StepVerdict.NeedsMixing, StepVerdict.NearPole, StepVerdict.BeyondPole, StepVerdict.Good },
            analysis.Steps.Select(s => s.Verdict).ToArray());
        CollectionAssert.AreEqual(new int?[] { 10, 15, 20, 24, 30, null }, analysis.Steps.Select(s => s.Lag).ToArray());
        Assert.AreEqual(0.4, analysis.Steps[0].ShareOfPole, 0.01);
        Assert.AreEqual(3990, analysis.Steps[0].Pairs!.Count);
        StringAssert.Contains(analysis.Steps[4].Text, "beyond the pole");
        StringAssert.Contains(analysis.Steps[5].Text, "not a multiple of the frame spacing");
        Assert.AreEqual(0.32, analysis.LongestGoodStep!.Value.Value, 1e-9);
    }

    [TestMethod]
    public void Pair_statistics_are_those_of_the_kicks()
    {
        // Momenta of one particle of mass 4 grow by 2 per frame, but by 20 once in 100.
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["Body"], [4]);
        double p = 0;
        List<Frame> frames = [];
        for (int k = 0; k <= 100; k++)
        {
            frames.Add(new Frame("t", k, k, system, new PhasePoint(1, 2, new double[2], [p, 0])));
            p += k == 50 ? 20 : 2;
        }

        PairStatistics pairs = TrajectoryAnalysis.Analyze(frames, [TimeStep.Dimensionless(1)]).Steps[0].Pairs!;
        Assert.AreEqual(100, pairs.Count);
        Assert.AreEqual(1, pairs.Median, 1e-12);
        Assert.AreEqual(10, pairs.Largest, 1e-12);
        Assert.AreEqual(0.01, pairs.ShareExtreme, 1e-12);
        Assert.AreEqual(Math.Sqrt((99 + 100) / 200.0), pairs.Rms, 1e-12);
        StringAssert.Contains(TrajectoryAnalysis.Analyze(frames, [TimeStep.Dimensionless(1)]).Steps[0].Text, "1.00 % of 100 pairs are extreme (up to 10.0 medians)");
    }

    [TestMethod]
    public void Local_frequency_of_one_mode_is_its_own_and_a_burst_shows()
    {
        Random random = Modes.NewRandom(context);
        Frame[] calm = [.. Modes.Record([1], [1], random, spacing: 0.01, count: 900, name: "calm")];
        Frame[] burst = [.. Modes.Record([20], [1], random, spacing: 0.01, count: 100, name: "burst")];
        LocalFrequencies one = TrajectoryAnalysis.Analyze(calm, []).Local!;
        LocalFrequencies both = TrajectoryAnalysis.Analyze([.. calm, .. burst], []).Local!;

        Assert.AreEqual(2 * Math.PI, one.Median, 0.01);
        Assert.AreEqual(2 * Math.PI, one.Largest, 0.01);
        Assert.AreEqual(98.0 / 996, both.ShareBeyond(50), 1e-12);
        Assert.AreEqual(0, both.ShareBeyond(both.Largest));
        Assert.AreEqual(1, both.ShareBeyond(0));
        Assert.AreEqual(both.Largest, both.Quantile(1));
    }

    [TestMethod]
    public void Center_of_mass_flight_does_not_hide_the_motion()
    {
        Random random = Modes.NewRandom(context);
        Frame[] frames = [.. Modes.Record([1], [1], random, spacing: 0.01, count: 500)];
        foreach (Frame frame in frames)
        {
            for (int i = 0; i < frame.State.Momenta.Length; i++)
            {
                frame.State.Momenta[i] += 100;
            }
        }

        Assert.AreEqual(2 * Math.PI, TrajectoryAnalysis.Analyze(frames, []).Local!.Median, 0.01);
    }

    [TestMethod]
    public void Closest_pairs_are_reported()
    {
        var system = new ParticleSystem(3, UnitSystem.Dimensionless, ["a", "b", "c"], [1, 1, 1]);
        IEnumerable<Frame> frames = Enumerable.Range(1, 101).Select(k => new Frame(
            "t", k, k, system, new PhasePoint(3, 3, [0, 0, 0, 0, 0, k, 1000, 0, 0], [k % 2, 0, 0, 0, 0, 0, 0, 0, 0])));
        CloseEncounters encounters = TrajectoryAnalysis.Analyze(frames, []).Encounters!;

        Assert.AreEqual(1, encounters.Smallest);
        Assert.AreEqual(2, encounters.Percentile1);
        Assert.AreEqual(51, encounters.Median);
    }

    [TestMethod]
    public void Closest_pairs_of_a_cell_are_those_of_nearest_images()
    {
        Random random = Modes.NewRandom(context);
        var cell = new Cell([9, 0, 0, 2, 8, 0, -1, 1.5, 10]);
        var system = new ParticleSystem(3, UnitSystem.Atomistic, [.. Enumerable.Repeat("Ar", 12)], [.. Enumerable.Repeat(40.0, 12)]);
        List<double> expected = [];
        List<Frame> frames = [];
        for (int k = 0; k < 20; k++)
        {
            double[] q = [.. Enumerable.Range(0, 36).Select(_ => 60 * (random.NextDouble() - 0.5))];
            double smallest = double.PositiveInfinity;
            for (int pair = 0; pair < 144; pair++)
            {
                (int i, int j) = (pair / 12, pair % 12);
                for (int image = 0; image < 27 * 27 * 27; image++)
                {
                    (int a, int b, int c) = ((image / 729) - 13, (image / 27 % 27) - 13, (image % 27) - 13);
                    double square = 0;
                    for (int d = 0; d < 3; d++)
                    {
                        double r = q[(3 * i) + d] - q[(3 * j) + d] + (a * cell.Vectors[d]) + (b * cell.Vectors[3 + d]) + (c * cell.Vectors[6 + d]);
                        square += r * r;
                    }

                    smallest = i == j && image == 13 * (729 + 27 + 1) ? smallest : Math.Min(smallest, square);
                }
            }

            expected.Add(Math.Sqrt(smallest));
            frames.Add(new Frame("t", k, k, system, new PhasePoint(12, 3, q, [.. q]), [.. cell.Vectors]));
        }

        CloseEncounters encounters = TrajectoryAnalysis.Analyze(frames, []).Encounters!;
        expected.Sort();
        Assert.AreEqual(expected[0], encounters.Smallest, 1e-9);
        Assert.AreEqual(expected[10], encounters.Median, 1e-9);

        // The same place, but for a cell vector.
        double[] last = frames[^1].State.Positions;
        for (int d = 0; d < 3; d++)
        {
            last[9 + d] = last[d] + cell.Vectors[3 + d];
        }

        string message = Assert.ThrowsExactly<DataException>(() => TrajectoryAnalysis.Analyze(frames, [])).Message;
        StringAssert.Contains(message, "Step 19 of trajectory 't': Particles 1 and 4");
    }

    [TestMethod]
    public void Frames_are_let_go_as_soon_as_they_are_seen()
    {
        Random random = Modes.NewRandom(context);
        List<WeakReference> seen = [];
        int most = 0;
        IEnumerable<Frame> Watched()
        {
            foreach (Frame frame in Modes.Record([1], [1], random, spacing: 0.02, count: 6000))
            {
                seen.Add(new WeakReference(frame));
                yield return frame;
                if (seen.Count % 1000 == 0)
                {
                    GC.Collect();
                    most = Math.Max(most, seen.Count(s => s.IsAlive));
                }
            }
        }

        TrajectoryAnalysis analysis = TrajectoryAnalysis.Analyze(Watched(), [TimeStep.Dimensionless(0.2)]);
        Assert.AreEqual(5990, analysis.Steps[0].Pairs!.Count);
        Assert.IsLessThan(30, most);
    }

    [TestMethod]
    public void The_reference_step_is_read_from_the_step_numbers()
    {
        Random random = Modes.NewRandom(context);
        Frame[] frames = [.. Modes.Record([1], [1], random, spacing: 0.02, count: 500).Select(frame => frame with { Step = 4 * frame.Step })];
        TrajectoryAnalysis analysis = TrajectoryAnalysis.Analyze(frames, []);
        Assert.AreEqual(4, analysis.StepsPerFrame);
        Assert.AreEqual(0.005, analysis.ReferenceStep!.Value.Value, 1e-12);
        Assert.AreEqual(50, analysis.FramesPerPeriod, 1);
        Assert.IsTrue(analysis.SpacingIsFineEnough);
        Assert.IsEmpty(analysis.Warnings);

        frames[^1] = frames[^1] with { Step = frames[^1].Step + 1 };
        Assert.IsNull(TrajectoryAnalysis.Analyze(frames, []).ReferenceStep);

        IEnumerable<Frame> coarse = Modes.Record([1, 4.5], [1, 1], random, spacing: 0.1, count: 500).Select(frame => frame with { Step = 2 * frame.Step });
        analysis = TrajectoryAnalysis.Analyze(coarse, []);
        Assert.IsFalse(analysis.SpacingIsFineEnough);
        Assert.IsTrue(analysis.Warnings.Any(w => w.Contains("long for the fastest motion", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_cell_that_changes_is_warned_of()
    {
        Random random = Modes.NewRandom(context);
        IEnumerable<Frame> frames = Modes.Record([1], [1], random, spacing: 0.02, count: 500, name: "npt").Select(f => f with { Cell = [90 + (0.01 * f.Step), 0, 0, 0, 90, 0, 0, 0, 90] });
        string warning = TrajectoryAnalysis.Analyze(frames, []).Warnings.Single();
        StringAssert.Contains(warning, "The cell changes within trajectory 'npt'");
    }

    [TestMethod]
    public void Positions_that_momenta_do_not_explain_are_warned_of()
    {
        Random random = Modes.NewRandom(context);
        Frame[] frames = [.. Modes.Record([1], [1], random, spacing: 0.02, count: 500)];
        var ratio = new DisplacementRatio();
        Assert.IsNull(ratio.Doubt); // nothing was seen
        foreach ((Frame start, Frame end) in frames.Zip(frames.Skip(1)))
        {
            ratio.Add(start, end);
        }

        double angle = 0.02 * Math.PI; // ωh/2
        Assert.AreEqual(Math.Tan(angle) / angle, ratio.Value, 1e-10);
        foreach (double factor in new[] { 0.001, 0.1, 10, 1000 })
        {
            Frame[] scaled = [.. frames.Select(f => f with { Time = f.Time / factor })];
            string warning = TrajectoryAnalysis.Analyze(scaled, []).Warnings.Single();
            StringAssert.Contains(warning, FormattableString.Invariant($"Positions move {factor * ratio.Value:0.####} times as far"));
        }
    }

    [TestMethod]
    public void Atomistic_figures_are_shown_in_terahertz_and_femtoseconds()
    {
        var system = new ParticleSystem(3, UnitSystem.Atomistic, ["Ge"], [72.63]);
        double spacing = TimeStep.FromFemtoseconds(5).Value;
        double nu = 0.006 * TimeStep.FemtosecondsPerAtomisticUnit; // 6 THz
        IEnumerable<Frame> frames = Enumerable.Range(0, 2000).Select(k => new Frame(
            "t", k, k * spacing, system, new PhasePoint(1, 3, new double[3], [Math.Cos(2 * Math.PI * nu * k * spacing), 0, 0]), [9, 0, 0, 0, 9, 0, 0, 0, 9]));
        TrajectoryAnalysis analysis = TrajectoryAnalysis.Analyze(frames, [TimeStep.FromFemtoseconds(20), TimeStep.FromFemtoseconds(90)]);

        Assert.AreEqual("THz", analysis.FrequencyUnit);
        Assert.AreEqual(6, analysis.DisplayFrequency(analysis.HighestFrequency), 0.1);
        Assert.AreEqual(83.3, analysis.InUnits(analysis.Limits.Pole).DisplayValue, 1.5);
        Assert.AreEqual(StepVerdict.Easy, analysis.Steps[0].Verdict);
        Assert.AreEqual(4, analysis.Steps[0].Lag);
        Assert.AreEqual(StepVerdict.BeyondPole, analysis.Steps[1].Verdict);
        Assert.IsNull(analysis.Encounters);
    }

    [TestMethod]
    public void Texts_have_decimal_points_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            string text = TrajectoryAnalysis.Analyze(
                Modes.Record([1], [1], new Random(1), spacing: 0.02, count: 400), [TimeStep.Dimensionless(0.26)]).Steps[0].Text;
            StringAssert.StartsWith(text, "Step 0.26: ωh = 1.6");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Unusable_data_are_refused()
    {
        Random random = Modes.NewRandom(context);
        string Message(IEnumerable<Frame> frames, params TimeStep[] steps) =>
            Assert.ThrowsExactly<DataException>(() => TrajectoryAnalysis.Analyze(frames, steps)).Message;

        StringAssert.Contains(Message(Modes.Record([1], [1], random, spacing: 0.1, count: 3)), "at least 4");
        StringAssert.Contains(Message([]), "at least 4");
        StringAssert.Contains(Message(Modes.Record([1], [1], random, spacing: 0.1, count: 20, jitter: 0.05)), "equally spaced");
        IEnumerable<Frame> two = Modes.Record([1], [1], random, spacing: 0.1, count: 20, name: "a")
            .Concat(Modes.Record([1], [1], random, spacing: 0.2, count: 20, name: "b"));
        StringAssert.Contains(Message(two), "trajectory 'b' time grows by 0.2, elsewhere by 0.1");
        StringAssert.Contains(
            Message(Modes.Record([1], [1], random, spacing: 0.1, count: 20), TimeStep.FromFemtoseconds(1)), "The step 1 fs is atomistic");
        Assert.ThrowsExactly<UsageException>(() => TrajectoryAnalysis.Analyze(two, [], shareAbove: 1));
    }

    private static bool Converges(double angle, bool reduced)
    {
        const double omega = 2;
        double h = angle / omega;
        double t = Math.Tan(angle / 2);
        double first = 0, dp = 0, change = 0; // first is Δq, or ρ = Δq − h p̄
        for (int k = 0; k < 3000; k++)
        {
            double pBar = 0.3 + (0.5 * dp);
            double dq = reduced ? first + (h * pBar) : first;
            double qBar = 1 + (0.5 * dq);
            double newDq = 2 * t / omega * pBar;
            double newFirst = reduced ? newDq - (h * pBar) : newDq;
            double newDp = -2 * t * omega * qBar;
            change = Math.Abs(newFirst - first) + Math.Abs(newDp - dp);
            (first, dp) = (newFirst, newDp);
        }

        return change < 1e-6;
    }
}

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class ThermostatTests
{
    private static readonly Temperature Hot = Temperature.FromKelvin(900);
    private static readonly TimeStep Femtosecond = TimeStep.FromFemtoseconds(1);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(CenterOfMassMotion.Kept)]
    [DataRow(CenterOfMassMotion.Removed)]
    [DataRow(CenterOfMassMotion.Thermalized)]
    public void LangevinMakesTheKineticEnergyOfEachSpeciesCanonical(CenterOfMassMotion motion)
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = GeTe(3, 5);
        LangevinStepper stepper = new(Free(system, Femtosecond), Options(Hot, Femtosecond, motion)) { Random = random };
        PhasePoint state = new(system.Count, 3);
        Dictionary<string, SampleMoments> kinetic = new() { ["Ge"] = new(), ["Te"] = new() };
        for (int sample = 0; sample < 20000; sample++)
        {
            for (int i = 0; i < 8; i++) // e⁻⁸ of each momentum remains
            {
                stepper.Step(state);
            }

            foreach ((string kind, SampleMoments moments) in kinetic)
            {
                moments.Add(KineticEnergyOf(system, state, kind));
            }
        }

        double kT = Hot.Value;
        foreach ((string kind, SampleMoments moments) in kinetic)
        {
            int n = system.Kinds.Count(k => k == kind);
            double share = motion == CenterOfMassMotion.Thermalized ? 0 : MassShare(system, kind);

            // Momenta relative to the center of mass have the covariance kT(mᵢδᵢⱼ − mᵢmⱼ/M).
            moments.AssertAre(1.5 * kT * (n - share), 1.5 * kT * kT * (n - (2 * share) + (share * share)), $"{motion}, {kind}", TestContext);
        }
    }

    [TestMethod]
    public void LangevinAroundAnExactActionIsCanonicalAtALongStep()
    {
        // ωh = 1.5, three quarters of the limit of plain iteration; velocity Verlet would be 2.3 times too wide.
        const double omega = 1.5;
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(4, 3, random);
        var step = TimeStep.Dimensionless(1);
        var action = new HarmonicAction(system, step, [omega, omega, omega], random);
        var options = new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = 1e-9 } };
        var temperature = Temperature.Dimensionless(0.7);
        var map = new SymplecticStepper(system, action, new AllPairs(4, 3), options);
        LangevinStepper stepper = new(map, Options(temperature, TimeStep.Dimensionless(1), CenterOfMassMotion.Kept)) { Random = random };
        PhasePoint state = new(4, 3);
        SampleMoments kinetic = new(), potential = new();
        for (int sample = 0; sample < 4000; sample++)
        {
            for (int i = 0; i < 12; i++) // q decays as exp(−t/2τ), its square as exp(−t/τ)
            {
                stepper.Step(state);
            }

            kinetic.Add(Observables.KineticEnergy(system, state));
            potential.Add(0.5 * omega * omega * SquareAboutCenter(system, state));
        }

        const double half = 9 * 0.7 / 2; // (N − 1)·D/2 · kT
        kinetic.AssertAre(half, half * 0.7, "kinetic", TestContext);
        potential.AssertAre(half, half * 0.7, "potential", TestContext);
    }

    [TestMethod]
    public void LangevinAroundVelocityVerletHasItsShadowEnergy()
    {
        // ω = 1, h = 1: momenta exact, positions wider by 1/(1 − h²ω²/4).
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = new(2, UnitSystem.Dimensionless, ["A", "A"], [1.0, 1.0]);
        var step = TimeStep.Dimensionless(1);
        LangevinStepper stepper = new(
            new VelocityVerletStepper(system, new Wells(1), step), Options(Temperature.Dimensionless(0.5), step, CenterOfMassMotion.Thermalized))
        { Random = random };
        PhasePoint state = new(2, 2);
        SampleMoments kinetic = new(), potential = new();
        for (int sample = 0; sample < 20000; sample++)
        {
            for (int i = 0; i < 16; i++)
            {
                stepper.Step(state);
            }

            kinetic.Add(Observables.KineticEnergy(system, state));
            potential.Add(0.5 * state.Positions.Sum(q => q * q));
        }

        kinetic.AssertAre(1, 0.5, "kinetic", TestContext);
        potential.AssertAre(1 / 0.75, 0.5 / (0.75 * 0.75), "potential", TestContext);
    }

    [TestMethod]
    [DataRow(8, 3, CenterOfMassMotion.Kept, 21)]
    [DataRow(8, 3, CenterOfMassMotion.Removed, 21)]
    [DataRow(5, 2, CenterOfMassMotion.Thermalized, 10)]
    [DataRow(1, 3, CenterOfMassMotion.Thermalized, 3)]
    [DataRow(1, 2, CenterOfMassMotion.Thermalized, 2)]
    [DataRow(2, 2, CenterOfMassMotion.Kept, 2)]
    [DataRow(2, 3, CenterOfMassMotion.Kept, 3)]
    public void CsvrMakesTheKineticEnergyCanonical(int count, int dimension, CenterOfMassMotion motion, int degrees)
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(count, dimension, random);
        var step = TimeStep.Dimensionless(0.1);
        CsvrStepper stepper = new(Free(system, step), Options(Temperature.Dimensionless(2), step, motion)) { Random = random };
        Assert.AreEqual(degrees, stepper.DegreesOfFreedom);
        PhasePoint state = Moving(system, random);
        SampleMoments kinetic = new();
        for (int sample = 0; sample < 20000; sample++)
        {
            for (int i = 0; i < 10; i++)
            {
                stepper.Step(state);
            }

            kinetic.Add(Observables.KineticEnergy(system, state));
        }

        kinetic.AssertAre(degrees, 2 * degrees, $"{degrees} degrees of freedom", TestContext); // f/2·kT and f/2·(kT)² at kT = 2
    }

    [TestMethod]
    public void CsvrGivesEverySpeciesItsShareWhereTheMapMixes()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = new(3, UnitSystem.Dimensionless, ["A", "B", "A", "B", "A", "B"], [1.0, 2.5, 1, 2.5, 1, 2.5]);
        var step = TimeStep.Dimensionless(0.04);
        CsvrStepper stepper = new(
            new VelocityVerletStepper(system, new AnharmonicRing(3), step),
            Options(Temperature.Dimensionless(1), TimeStep.Dimensionless(2), CenterOfMassMotion.Kept))
        { Random = random };
        PhasePoint state = Moving(system, random);
        SampleMoments a = new(), b = new();
        for (int i = -20000; i < 800000; i++)
        {
            stepper.Step(state);
            if (i >= 0 && i % 10 == 0)
            {
                a.Add(KineticEnergyOf(system, state, "A"));
                b.Add(KineticEnergyOf(system, state, "B"));
            }
        }

        a.AssertMeanIs(1.5 * (3 - MassShare(system, "A")), "A", TestContext);
        b.AssertMeanIs(1.5 * (3 - MassShare(system, "B")), "B", TestContext);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void TheKineticEnergyFollowsARampAndHeatIsCounted(bool langevin)
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = GeTe(200, 200);
        var ramp = TemperatureRamp.Linear(Temperature.FromKelvin(1000), Temperature.FromKelvin(300), TimeStep.FromFemtoseconds(1000));
        ThermostatOptions options = Options(ramp, TimeStep.FromFemtoseconds(50), CenterOfMassMotion.Kept);
        ThermostatStepper stepper = langevin ? new LangevinStepper(Free(system, Femtosecond), options) : new CsvrStepper(Free(system, Femtosecond), options);
        var simulation = new Simulation(stepper, Moving(system, random, 1000), new SimulationOptions { Seed = random.NextUInt64() });
        double half = stepper.DegreesOfFreedom / 2.0;
        double start = Observables.KineticEnergy(system, simulation.State);
        double expected = start;
        double kept = Math.Exp(-(langevin ? 2 : 1) * (langevin ? 0.5 : 1) / 50.0); // of the kinetic energy: per half step with Langevin
        for (int step = 1; step <= 1500; step++)
        {
            double now = ramp.At((step - 1) * Femtosecond.Value);
            double next = ramp.At(step * Femtosecond.Value);
            Assert.AreEqual(now, stepper.BathTemperature);
            simulation.Run(step);
            expected = langevin ? (kept * expected) + ((1 - kept) * half * now) : expected;
            expected = (kept * expected) + ((1 - kept) * half * next);
            double found = Observables.KineticEnergy(system, simulation.State);
            if (step % 100 == 0)
            {
                double error = Math.Sqrt(half) * Math.Max(now, expected / half);
                TestContext.WriteLine(FormattableString.Invariant($"step {step}: bath {now / Temperature.ElectronVoltsPerKelvin:f1} K, found {found / half / Temperature.ElectronVoltsPerKelvin:f1} K, expected {expected / half / Temperature.ElectronVoltsPerKelvin:f1} K, {(found - expected) / error:f2} standard errors"));
                Assert.IsLessThan(4 * error, Math.Abs(found - expected));
            }

            Assert.AreEqual(found - start, stepper.Heat, 1e-10 * start);
        }

        Assert.AreEqual(Temperature.FromKelvin(300).Value, stepper.BathTemperature);
        Assert.AreEqual(1500, stepper.Steps);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public void AResumedRunEqualsTheUninterruptedOneBitForBit(bool langevin, bool implicitMap)
    {
        string path = Path.Combine(Toy.Folder(TestContext), "checkpoint");
        Simulation Make(ulong seed)
        {
            DeterministicRandom random = new(11);
            ParticleSystem system = Toy.RandomSystem(3, 2, random);
            var step = TimeStep.Dimensionless(0.1);
            IStepper map = implicitMap
                ? new SymplecticStepper(system, new HarmonicAction(system, step, [1, 2], random), new AllPairs(3, 2), new SymplecticStepperOptions())
                : new VelocityVerletStepper(system, new ToyGravity(system), step);
            ThermostatOptions options = Options(
                TemperatureRamp.Linear(Temperature.Dimensionless(1), Temperature.Dimensionless(0.1), TimeStep.Dimensionless(20)),
                TimeStep.Dimensionless(1),
                CenterOfMassMotion.Kept);
            ThermostatStepper stepper = langevin ? new LangevinStepper(map, options) : new CsvrStepper(map, options);
            return new Simulation(stepper, Toy.RandomState(system, random), new SimulationOptions { Seed = seed });
        }

        Simulation whole = Make(5);
        whole.Run(300);
        Simulation first = Make(5);
        first.Run(123);
        first.SaveCheckpoint(path);
        Simulation second = Make(6);
        second.LoadCheckpoint(path);
        second.Run(300);
        CollectionAssert.AreEqual(whole.State.Positions, second.State.Positions);
        CollectionAssert.AreEqual(whole.State.Momenta, second.State.Momenta);
        Assert.AreEqual(((ThermostatStepper)whole.Stepper).Heat, ((ThermostatStepper)second.Stepper).Heat);
        Assert.AreEqual(300, ((ThermostatStepper)second.Stepper).Steps);
        Assert.AreEqual(whole.Random.NextUInt64(), second.Random.NextUInt64());

        Simulation other = Make(6);
        other.Run(300);
        Assert.AreNotEqual(0, Toy.Distance(whole.State, other.State)); // another seed is another run
    }

    [TestMethod]
    [DataRow(1.0, 0.1, 20.0, 1.0, CenterOfMassMotion.Kept, true)]
    [DataRow(1.1, 0.1, 20.0, 1.0, CenterOfMassMotion.Kept, false)]
    [DataRow(1.0, 0.2, 20.0, 1.0, CenterOfMassMotion.Kept, false)]
    [DataRow(1.0, 0.1, 21.0, 1.0, CenterOfMassMotion.Kept, false)]
    [DataRow(1.0, 0.1, 20.0, 2.0, CenterOfMassMotion.Kept, false)]
    [DataRow(1.0, 0.1, 20.0, 1.0, CenterOfMassMotion.Removed, false)]
    public void ACheckpointIsNotResumedWithOtherSettings(double start, double end, double duration, double relaxation, CenterOfMassMotion motion, bool same)
    {
        string path = Path.Combine(Toy.Folder(TestContext), "checkpoint");
        static Simulation Make(double start, double end, double duration, double relaxation, CenterOfMassMotion motion) => new(
            new LangevinStepper(
                Free(ThreeBodies.System, TimeStep.Dimensionless(0.1)),
                Options(
                    TemperatureRamp.Linear(Temperature.Dimensionless(start), Temperature.Dimensionless(end), TimeStep.Dimensionless(duration)),
                    TimeStep.Dimensionless(relaxation),
                    motion)),
            ThreeBodies.FigureEight());

        Make(1, 0.1, 20, 1, CenterOfMassMotion.Kept).SaveCheckpoint(path);
        Simulation other = Make(start, end, duration, relaxation, motion);
        if (same)
        {
            other.LoadCheckpoint(path);
            return;
        }

        string message = Assert.ThrowsExactly<DataException>(() => other.LoadCheckpoint(path)).Message;
        TestContext.WriteLine(message);
        Assert.Contains("1 → 0.1 in 20, relaxation 1, center of mass Kept", message);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void WithoutCouplingTheMapIsBare(bool langevin)
    {
        ParticleSystem system = ThreeBodies.System;
        IStepper Map() => new VelocityVerletStepper(system, new ToyGravity(system), TimeStep.Dimensionless(0.01));
        ThermostatOptions options = Options(Temperature.Dimensionless(1), null, CenterOfMassMotion.Removed);
        ThermostatStepper stepper = langevin ? new LangevinStepper(Map(), options) : new CsvrStepper(Map(), options);
        Simulation coupled = new(stepper, ThreeBodies.FigureEight()), bare = new(Map(), ThreeBodies.FigureEight());
        coupled.Run(200);
        bare.Run(200);
        Assert.AreEqual(0, Toy.Distance(bare.State, coupled.State));
        Assert.AreEqual(bare.Stepper.Traits, stepper.Traits);
        Assert.AreEqual(0, stepper.Heat);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void TheCenterOfMassDoesWhatItShould(bool langevin)
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(6, 3, random);
        var step = TimeStep.Dimensionless(0.05);
        foreach (CenterOfMassMotion motion in Enum.GetValues<CenterOfMassMotion>())
        {
            ThermostatOptions options = Options(Temperature.Dimensionless(1), TimeStep.Dimensionless(0.5), motion);
            ThermostatStepper stepper = langevin ? new LangevinStepper(Free(system, step), options) : new CsvrStepper(Free(system, step), options);
            stepper.Random = random;
            PhasePoint state = Toy.RandomState(system, random);
            double[] before = new double[3], after = new double[3], center = new double[3], end = new double[3];
            Observables.LinearMomentum(system, state, before);
            Observables.CenterOfMass(system, state, center);
            for (int i = 0; i < 100; i++)
            {
                stepper.Step(state);
            }

            Observables.LinearMomentum(system, state, after);
            Observables.CenterOfMass(system, state, end);
            for (int d = 0; d < 3; d++)
            {
                switch (motion)
                {
                    case CenterOfMassMotion.Kept:
                        Assert.AreEqual(before[d], after[d], 1e-12);
                        Assert.AreEqual(center[d] + (100 * 0.05 * before[d] / system.TotalMass), end[d], 1e-12);
                        break;
                    case CenterOfMassMotion.Removed:
                        Assert.AreEqual(0, after[d], 1e-12);
                        break;
                    default:
                        Assert.AreNotEqual(before[d], after[d], 1e-3);
                        break;
                }
            }

            Assert.AreEqual(motion == CenterOfMassMotion.Kept, stepper.Traits.ConservesLinearMomentum);
            Assert.AreEqual(motion == CenterOfMassMotion.Kept, stepper.Traits.ConservesCenterOfMass);
            Assert.IsFalse(stepper.Traits.IsSymplectic || stepper.Traits.IsTimeReversible || stepper.Traits.ConservesAngularMomentum);
            Assert.AreEqual(langevin ? "velocity Verlet + Langevin" : "velocity Verlet + CSVR", stepper.Traits.Name);
        }
    }

    [TestMethod]
    public void ARejectedStepLeavesTheStateUnchanged()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(4, 3, random);
        var step = TimeStep.Dimensionless(0.1);
        ThermostatOptions options = Options(Temperature.Dimensionless(1), step, CenterOfMassMotion.Kept);
        foreach (ThermostatStepper stepper in new ThermostatStepper[] { new LangevinStepper(new Refusing(system, step), options), new CsvrStepper(new Refusing(system, step), options) })
        {
            stepper.Random = random;
            PhasePoint state = Toy.RandomState(system, random);
            PhasePoint before = state.Clone();
            Assert.AreEqual(StepOutcome.Rejected, stepper.TryStep(state).Outcome);
            Assert.ThrowsExactly<ConvergenceException>(() => stepper.Step(state));
            Assert.AreEqual(0, Toy.Distance(before, state));
            Assert.AreEqual(0, stepper.Steps);
            Assert.AreEqual(0, stepper.Heat);
        }

        // CSVR cannot heat what is at rest.
        CsvrStepper resting = new(Free(system, step), options) { Random = random };
        PhasePoint rest = new(4, 3);
        Assert.Contains("at rest", resting.TryStep(rest).Reason!);
        Assert.ThrowsExactly<InvalidOperationException>(() => new LangevinStepper(Free(system, step), options).Step(rest));
    }

    [TestMethod]
    public void OptionsAreChecked()
    {
        ParticleSystem atoms = GeTe(1, 1);
        string message = Assert.ThrowsExactly<UsageException>(
            () => new LangevinStepper(Free(atoms, Femtosecond), Options(Temperature.Dimensionless(1), TimeStep.Dimensionless(1), (CenterOfMassMotion)9))).Message;
        Assert.Contains("Temperature is 1;", message);
        Assert.Contains("RelaxationTime is 1;", message);
        Assert.Contains("CenterOfMass is 9;", message);
        ParticleSystem single = new(3, UnitSystem.Atomistic, ["Ar"], [39.948]);
        Assert.Contains("Thermalized", Assert.ThrowsExactly<UsageException>(
            () => new CsvrStepper(Free(single, Femtosecond), Options(Hot, Femtosecond, CenterOfMassMotion.Kept))).Message);
        Assert.ThrowsExactly<UsageException>(() => TemperatureRamp.Linear(Hot, Hot, TimeStep.Dimensionless(1)));
        Assert.ThrowsExactly<UsageException>(() => TemperatureRamp.Linear(Hot, Temperature.Dimensionless(1), Femtosecond));
    }

    [TestMethod]
    public void TemperaturesAndRampsAreWhatTheySay()
    {
        Assert.AreEqual(0.02585199978, Temperature.FromKelvin(300).Value, 1e-10);
        Assert.AreEqual(1000 * (1.380649e-23 / 1.602176634e-19), Temperature.FromKelvin(1000).Value, 1e-11);
        Assert.AreEqual(300, Temperature.FromElectronVolts(Temperature.FromKelvin(300).Value).DisplayValue, 1e-12);
        Assert.AreEqual(0.5, Temperature.FromDisplayValue(0.5, UnitSystem.Dimensionless).Value);
        Assert.AreEqual("300 K", Temperature.FromKelvin(300).ToString());
        Assert.AreEqual("0.25", Temperature.Dimensionless(0.25).ToString());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Temperature.FromKelvin(-1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Temperature.FromKelvin(double.NaN));

        var ramp = TemperatureRamp.Linear(Temperature.Dimensionless(1), Temperature.Dimensionless(0.5), TimeStep.Dimensionless(10));
        Assert.AreEqual(1, ramp.At(0));
        Assert.AreEqual(0.75, ramp.At(5));
        Assert.AreEqual(0.5, ramp.At(10));
        Assert.AreEqual(0.5, ramp.At(1e9));
        Assert.AreEqual("1 → 0.5 in 10", ramp.ToString());
        TemperatureRamp constant = Temperature.Dimensionless(2);
        Assert.AreEqual(2, constant.At(3));
    }

    private static ThermostatOptions Options(TemperatureRamp temperature, TimeStep? time, CenterOfMassMotion motion) =>
        new() { Temperature = temperature, RelaxationTime = time, CenterOfMass = motion };

    private static VelocityVerletStepper Free(ParticleSystem system, TimeStep step) => new(system, new NoForces(), step);

    private static ParticleSystem GeTe(int ge, int te) => new(
        3,
        UnitSystem.Atomistic,
        [.. Enumerable.Repeat("Ge", ge), .. Enumerable.Repeat("Te", te)],
        [.. Enumerable.Repeat(72.63, ge), .. Enumerable.Repeat(127.6, te)]);

    /// <summary>Random momenta with total zero, at a temperature in kelvin (or kT = 1 without units).</summary>
    private static PhasePoint Moving(ParticleSystem system, DeterministicRandom random, double kelvin = 0)
    {
        double kT = system.Units == UnitSystem.Atomistic ? Temperature.FromKelvin(kelvin).Value : 1;
        PhasePoint state = Toy.RandomState(system, random);
        for (int i = 0; i < state.Momenta.Length; i++)
        {
            state.Momenta[i] *= Math.Sqrt(kT * system.Masses[i / system.Dimension]);
        }

        if (system.Count > 1)
        {
            var total = new double[system.Dimension];
            Observables.LinearMomentum(system, state, total);
            for (int i = 0; i < state.Momenta.Length; i++)
            {
                state.Momenta[i] -= system.Masses[i / system.Dimension] / system.TotalMass * total[i % system.Dimension];
            }
        }

        return state;
    }

    private static double KineticEnergyOf(ParticleSystem system, PhasePoint state, string kind)
    {
        double sum = 0;
        for (int i = 0; i < state.Momenta.Length; i++)
        {
            int particle = i / system.Dimension;
            sum += system.Kinds[particle] == kind ? 0.5 * state.Momenta[i] * state.Momenta[i] / system.Masses[particle] : 0;
        }

        return sum;
    }

    private static double MassShare(ParticleSystem system, string kind) =>
        Enumerable.Range(0, system.Count).Where(i => system.Kinds[i] == kind).Sum(i => system.Masses[i]) / system.TotalMass;

    private static double SquareAboutCenter(ParticleSystem system, PhasePoint state)
    {
        var center = new double[system.Dimension];
        Observables.CenterOfMass(system, state, center);
        double sum = 0;
        for (int i = 0; i < state.Positions.Length; i++)
        {
            double q = state.Positions[i] - center[i % system.Dimension];
            sum += system.Masses[i / system.Dimension] * q * q;
        }

        return sum;
    }
}

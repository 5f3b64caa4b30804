namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class CertifierTests
{
    private const int Steps = 300;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(1e-5)]
    [DataRow(1e-8)]
    [DataRow(1e-10)]
    public void AnActionHoldsAllLimits(double tolerance)
    {
        Certificate certificate = Certify(() => Stepper(GravityAction.FigureEight(0.25), tolerance));
        Assert.AreEqual(CertificateVerdict.Held, certificate.Verdict);
        Assert.IsNull(certificate.Explain());
        Assert.AreEqual(Steps, (int)certificate.Steps);
        Assert.AreEqual(3, certificate.States);
        Assert.HasCount(7, certificate.Figures);
    }

    [TestMethod]
    public void VelocityVerletHoldsAllLimits()
    {
        Certificate certificate = Certify(Verlet);
        Assert.AreEqual(CertificateVerdict.Held, certificate.Verdict);
        Assert.HasCount(6, certificate.Figures); // there is no residual
    }

    [TestMethod]
    public void ADirectModelIsNotSymplectic()
    {
        // Good to 1e-5: what a plot of the energy would not show at once.
        Certificate certificate = Certify(() => new DirectStepper(
            ThreeBodies.System, ToyDirect.Noisy(ThreeBodies.System, TimeStep.Dimensionless(0.25), new ToyGravity(ThreeBodies.System), 0, 1), new AllPairs(3, 2)));
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.SymplecticDefect).Verdict);
        Assert.Contains("symplectic defect", certificate.Explain()!);
    }

    [TestMethod]
    public void ADampedMapIsNotSymplectic()
    {
        Certificate certificate = Certify(() => After(Verlet(), x => Scale(x.Momenta, 1 - 1e-7)));
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.SymplecticDefect).Verdict);

        // Total and angular momentum of the figure eight are zero, and stay so.
        Assert.AreEqual(CertificateVerdict.Held, Figure(certificate, Certificate.AngularMomentum).Verdict);
        Assert.AreEqual(CertificateVerdict.Held, Figure(certificate, Certificate.LinearMomentum).Verdict);
    }

    [TestMethod]
    public void ForcesThatAreNoGradientAreNotSymplectic()
    {
        WrappedAction broken = new(GravityAction.FigureEight(0.25), (_, _, dp) => dp[0] *= 1 + 1e-6);
        Certificate certificate = Certify(() => Stepper(broken, 1e-10));
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.SymplecticDefect).Verdict);
    }

    [TestMethod]
    public void AKickOfTheWholeIsSeen()
    {
        Certificate certificate = Certify(() => After(Verlet(), x => x.Momenta[0] += 1e-13));
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.LinearMomentum).Verdict);
        Assert.AreEqual(CertificateVerdict.Held, Figure(certificate, Certificate.SymplecticDefect).Verdict); // a shift is symplectic
        Assert.Contains("linear momentum", certificate.Explain()!);
    }

    [TestMethod]
    public void AShiftOfTheWholeIsSeen()
    {
        Certificate certificate = Certify(() => After(Verlet(), x => x.Positions[1] += 1e-13));
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.CenterOfMass).Verdict);
        Assert.AreEqual(CertificateVerdict.Held, Figure(certificate, Certificate.LinearMomentum).Verdict);
    }

    [TestMethod]
    public void ATurnedActionLosesOnlyTheAngularMomentum()
    {
        // S gains −½c Σ (xᵢ − xⱼ)²: a generating function that knows a direction.
        IStepper Anisotropic() => Stepper(new AnisotropicAction(GravityAction.FigureEight(0.25), 1e-5), 1e-10);
        Certificate certificate = Certify(Anisotropic);
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.AngularMomentum).Verdict);
        foreach (CertificateFigure figure in certificate.Figures.Where(f => f.Name != Certificate.AngularMomentum))
        {
            Assert.AreEqual(CertificateVerdict.Held, figure.Verdict, figure.ToString());
        }

        // In a box nothing keeps it.
        Certificate periodic = Certify(Anisotropic, new CertifierOptions { IsPeriodic = true });
        Assert.AreEqual(CertificateVerdict.Held, periodic.Verdict);
    }

    [TestMethod]
    public void UnconvergedStepsAreCountedAndNamed()
    {
        SymplecticStepperOptions options = new()
        {
            Corrector = new() { MaxEvaluations = 4, Tolerance = 1e-10 },
            Policy = UnconvergedPolicy.KeepAndCount,
        };
        Certificate certificate = Certify(() => new SymplecticStepper(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), options));
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.UnconvergedSteps).Verdict);
        Assert.AreEqual(CertificateVerdict.Exceeded, Figure(certificate, Certificate.Residual).Verdict);
        Assert.AreEqual(3, certificate.States + certificate.Unmeasured);
        Assert.Contains("unconverged steps", certificate.Explain()!);
    }

    [TestMethod]
    [DataRow(0.5, 0.0, CertificateVerdict.Held)]
    [DataRow(1.0, 0.9, CertificateVerdict.Held)]
    [DataRow(0.5, 1.1, CertificateVerdict.Unresolved)]
    [DataRow(2.0, 0.5, CertificateVerdict.Unresolved)]
    [DataRow(2.0, 0.3, CertificateVerdict.Exceeded)]
    [DataRow(1.1, 0.0, CertificateVerdict.Exceeded)]
    [DataRow(double.NaN, 0.0, CertificateVerdict.Unresolved)]
    [DataRow(double.PositiveInfinity, 0.0, CertificateVerdict.Exceeded)]
    public void AFigureBelowItsFloorIsNeitherHeldNorExceeded(double value, double floor, CertificateVerdict verdict) =>
        Assert.AreEqual(verdict, new CertificateFigure("x", value, 1, floor).Verdict);

    [TestMethod]
    public void TheRunIsNotDisturbed()
    {
        Simulation plain = new(Stepper(GravityAction.FigureEight(0.25), 1e-8), ThreeBodies.FigureEight());
        Simulation certified = new(Stepper(GravityAction.FigureEight(0.25), 1e-8), ThreeBodies.FigureEight());
        certified.Observe(new Certifier(Stepper(GravityAction.FigureEight(0.25), 1e-8), Steps));
        plain.Run(Steps);
        certified.Run(Steps);
        CollectionAssert.AreEqual(plain.State.Positions, certified.State.Positions);
        CollectionAssert.AreEqual(plain.State.Momenta, certified.State.Momenta);
    }

    [TestMethod]
    public void AResumedRunIsCertifiedAsAWhole()
    {
        string path = Path.GetTempFileName();
        try
        {
            (Simulation whole, Certifier expected) = New();
            whole.Run(Steps);
            (Simulation half, _) = New();
            half.Run(Steps / 2);
            half.SaveCheckpoint(path);
            (Simulation rest, Certifier found) = New();
            rest.LoadCheckpoint(path);
            rest.Run(Steps);
            CollectionAssert.AreEqual(expected.Issue().Figures.ToList(), found.Issue().Figures.ToList());
            Assert.AreEqual(expected.States, found.States);
        }
        finally
        {
            File.Delete(path);
        }

        static (Simulation Simulation, Certifier Certifier) New()
        {
            Certifier certifier = new(Stepper(GravityAction.FigureEight(0.25), 1e-8), Steps);
            Simulation simulation = new(Stepper(GravityAction.FigureEight(0.25), 1e-8), ThreeBodies.FigureEight());
            simulation.Observe(certifier);
            return (simulation, certifier);
        }
    }

    [TestMethod]
    public void OfAThermostattedRunTheMapBetweenTheKicksIsCertified()
    {
        ThermostatOptions options = new()
        {
            Temperature = TemperatureRamp.Constant(Temperature.FromDisplayValue(0.2, UnitSystem.Dimensionless)),
            RelaxationTime = TimeStep.Dimensionless(20),
            CenterOfMass = CenterOfMassMotion.Thermalized,
        };
        Simulation simulation = new(new LangevinStepper(Stepper(GravityAction.FigureEight(0.1), 1e-8), options), ThreeBodies.FigureEight());
        Certifier certifier = new(Stepper(GravityAction.FigureEight(0.1), 1e-8), 20);
        simulation.Observe(certifier);
        simulation.Run(20);
        Certificate certificate = Noted(certifier.Issue());
        Assert.AreEqual(CertificateVerdict.Held, Figure(certificate, Certificate.LinearMomentum).Verdict);
        Assert.AreEqual(CertificateVerdict.Held, Figure(certificate, Certificate.AngularMomentum).Verdict);
    }

    [TestMethod]
    public void TheSymmetryOfTheHessianHasItsPlace()
    {
        Certificate certificate = Certify(Verlet, new CertifierOptions { HessianSymmetry = _ => new MeasuredError(1e-3, 1e-6) });
        CertificateFigure figure = Figure(certificate, Certificate.HessianSymmetry);
        Assert.AreEqual(1e-3, figure.Value);
        Assert.AreEqual(CertificateVerdict.Exceeded, figure.Verdict);
    }

    [TestMethod]
    public void OptionsOutOfRangeAreListedTogether()
    {
        UsageException e = Assert.ThrowsExactly<UsageException>(
            () => new Certifier(Verlet(), 10, new CertifierOptions { Share = 0, Directions = 1, Tolerance = -1 }));
        Assert.Contains("Share", e.Message);
        Assert.Contains("Directions", e.Message);
        Assert.Contains("Tolerance", e.Message);
    }

    private Certificate Certify(Func<IStepper> make, CertifierOptions? options = null)
    {
        Simulation simulation = new(make(), ThreeBodies.FigureEight());
        Certifier certifier = new(make(), Steps, options);
        simulation.Observe(certifier);
        simulation.Run(Steps);
        return Noted(certifier.Issue());
    }

    private Certificate Noted(Certificate certificate)
    {
        foreach (CertificateFigure f in certificate.Figures)
        {
            TestContext.WriteLine(FormattableString.Invariant($"{f.Name,-20} {f.Value:E1} floor {f.Floor:E1} limit {f.Limit:E1} {f.Verdict}"));
        }

        return certificate;
    }

    private static CertificateFigure Figure(Certificate certificate, string name) => certificate.Figures.Single(f => f.Name == name);

    private static VelocityVerletStepper Verlet() => new(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(0.01));

    private static MapStepper After(IStepper inner, Action<PhasePoint> change) => new(inner.System, inner.TimeStep, x =>
    {
        inner.ResetHistory();
        inner.Step(x);
        change(x);
    });

    private static void Scale(double[] values, double factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }

    private static SymplecticStepper Stepper(IActionModel action, double tolerance) =>
        new(ThreeBodies.System, action, new AllPairs(3, 2), new() { Corrector = new() { Tolerance = tolerance } });
}

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class HessianProbeTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void StiffestModeIsFound()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(9, 3, random);
        double[] omega = [2.5, .. Enumerable.Range(0, 7).Select(_ => random.NextDouble(0.1, 2.0))];
        HarmonicAction action = new(system, TimeStep.Dimensionless(1), omega, random);
        var probe = new HessianProbe(action, system, new AllPairs(9, 3));
        double radius = probe.SpectralRadius(Toy.RandomState(system, random), products: 80);
        TestContext.WriteLine($"ωh {2 * Math.Atan(radius)}");
        Assert.AreEqual(2.5, 2 * Math.Atan(radius), 0.02);
    }

    [TestMethod]
    public void GradientsHaveASymmetricHessianAndOtherMapsHaveNot()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(5, 3, random);
        HarmonicAction action = new(system, TimeStep.Dimensionless(1), [0.5, 1, 1.5, 2], random);
        PhasePoint state = Toy.RandomState(system, random);
        MeasuredError symmetric = new HessianProbe(action, system, new AllPairs(5, 3)).Asymmetry(state);
        TestContext.WriteLine($"{symmetric}");
        Assert.IsLessThan(1e-12, symmetric.Value);

        // Δq takes up a thousandth of Δp: the Hessian's pq block is then not the transpose of its qp block.
        var mixed = new WrappedAction(action, (_, dq, dp) =>
        {
            for (int i = 0; i < dq.Length; i++)
            {
                dq[i] += 1e-3 * dp[i];
            }
        });
        MeasuredError asymmetric = new HessianProbe(new DifferencedHessian(mixed), system, new AllPairs(5, 3)).Asymmetry(state);
        TestContext.WriteLine($"{asymmetric}");
        Assert.IsGreaterThan(1e-5, asymmetric.Value);
        Assert.IsGreaterThan(3 * asymmetric.Floor, asymmetric.Value);
    }
}

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class SolverAdvisorTests
{
    private const double H = 1;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void StiffModesGetADeepMixing()
    {
        SolverAdvice advice = Advise(3.0, guess: false, new());
        TestContext.WriteLine($"{advice}");
        Assert.AreEqual(20, advice.Options.Corrector.Depth);
        Assert.AreEqual(0.5, advice.Options.Corrector.Mixing);
        Assert.AreEqual(0, advice.Picked.UnconvergedSteps);
    }

    [TestMethod]
    public void AnExactDirectModelIsTaken()
    {
        SolverAdvice advice = Advise(1.0, guess: true, new());
        TestContext.WriteLine($"{advice}");
        Assert.AreEqual(WarmStart.Direct, advice.Options.WarmStart);
        Assert.IsLessThan(3.0, advice.Picked.EvaluationsPerStep);
        Assert.Contains("direct model", $"{advice}");
    }

    [TestMethod]
    public void WhatWasGivenIsKeptAndTheStartIsUnchanged()
    {
        var options = new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = 1e-6, MaxEvaluations = 77 }, Policy = UnconvergedPolicy.Throw };
        SolverAdvice advice = Advise(0.5, guess: false, options);
        Assert.AreEqual(1e-6, advice.Options.Corrector.Tolerance);
        Assert.AreEqual(77, advice.Options.Corrector.MaxEvaluations);
        Assert.AreEqual(UnconvergedPolicy.Throw, advice.Options.Policy);
        Assert.AreEqual(advice.Trials.Min(trial => trial.Cost), advice.Picked.Cost);
    }

    private SolverAdvice Advise(double stiffest, bool guess, SymplecticStepperOptions options)
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(21, 2, random);
        double[] omega = [stiffest, .. Enumerable.Range(1, 19).Select(_ => random.NextDouble(0.1, stiffest))];
        var action = new HarmonicAction(system, TimeStep.Dimensionless(H), omega, random);
        var direct = new ExactGuess(action);
        PhasePoint start = Toy.RandomState(system, random);
        PhasePoint before = start.Clone();
        SolverAdvice advice = SolverAdvisor.Advise(
            candidate => new SymplecticStepper(system, action, new AllPairs(system.Count, 2), candidate, guess ? direct : null), options, guess, start);
        Assert.AreEqual(0.0, Toy.Distance(before, start));
        return advice;
    }

    // The exact flow of the oscillators.
    private sealed class ExactGuess(HarmonicAction action) : IDirectModel
    {
        public ModelManifest Manifest { get; } = action.Manifest with { Kind = ModelKind.Direct };

        public void Bind(ParticleSystem system) => action.Bind(system);

        public void Predict(
            NeighborList neighbors, ReadOnlySpan<double> displacements, ReadOnlySpan<double> momenta, Span<double> deltaPositions, Span<double> deltaMomenta)
        {
            var q = new double[displacements.Length];
            for (int i = 0; i < q.Length; i++)
            {
                q[i] = neighbors.Reference[i] + displacements[i];
            }

            PhasePoint end = action.Flow(new PhasePoint(neighbors.Count, neighbors.Dimension, q, momenta.ToArray()));
            for (int i = 0; i < q.Length; i++)
            {
                deltaPositions[i] = end.Positions[i] - q[i];
                deltaMomenta[i] = end.Momenta[i] - momenta[i];
            }
        }

        public void Dispose()
        {
        }
    }
}

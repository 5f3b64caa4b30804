namespace ActionML.Runtime.Tests;

/// <summary>A direct model given as a function of absolute positions and momenta.</summary>
internal sealed class ToyDirect(ParticleSystem system, TimeStep step, Action<double[], double[], double[], double[]> predict) : IDirectModel
{
    public ModelManifest Manifest { get; init; } = new()
    {
        Kind = ModelKind.Direct,
        Precision = ModelPrecision.Double,
        Dimension = system.Dimension,
        TimeStep = step,
        Species = [.. system.Kinds.Distinct()],
        Masses = [.. system.Kinds.Distinct().Select(_ => new MassRange(1e-3, 1e3))],
        Lag = 1,
        ResidualScale = 1,
        MeanNeighbors = system.Count - 1,
        Symmetries = [],
    };

    /// <summary>Free flight and a kick by forces at the start, both spoiled by noise that keeps no invariant.</summary>
    public static ToyDirect Noisy(ParticleSystem system, TimeStep step, IPotential potential, double noise, ulong seed)
    {
        var random = new DeterministicRandom(seed);
        return new ToyDirect(system, step, (q, p, deltaPositions, deltaMomenta) =>
        {
            potential.Evaluate(q, deltaMomenta);
            for (int i = 0; i < q.Length; i++)
            {
                deltaMomenta[i] = (step.Value * deltaMomenta[i]) + (noise * random.NextGaussian());
                deltaPositions[i] = (step.Value * (p[i] + (0.5 * deltaMomenta[i])) / system.Masses[i / system.Dimension]) + (noise * random.NextGaussian());
            }
        });
    }

    public void Bind(ParticleSystem bound) => Manifest.SpeciesOf(bound);

    public void Predict(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        double[] q = displacements.ToArray();
        for (int i = 0; i < q.Length; i++)
        {
            q[i] += neighbors.Reference[i];
        }

        var resultPositions = new double[q.Length];
        var resultMomenta = new double[q.Length];
        predict(q, momenta.ToArray(), resultPositions, resultMomenta);
        resultPositions.CopyTo(deltaPositions);
        resultMomenta.CopyTo(deltaMomenta);
    }

    public void Dispose()
    {
    }
}

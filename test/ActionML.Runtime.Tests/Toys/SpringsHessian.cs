namespace ActionML.Runtime.Tests;

/// <summary>A Hessian that is springs along pairs and nothing else: what an estimator must find exactly.</summary>
internal sealed class SpringsHessian(ModelManifest manifest, PairStiffness springs) : IHessianModel
{
    private long[] _species = [];

    public ModelManifest Manifest => manifest;

    public void Bind(ParticleSystem system) => _species = manifest.SpeciesOf(system);

    public void Multiply(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        int edges = neighbors.Neighbors.Length;
        deltaPositions.Clear();
        deltaMomenta.Clear();
        for (int e = 0; e < edges; e++)
        {
            int i = e / neighbors.Capacity;
            int j = (int)neighbors.Neighbors[e];
            double[] r = new double[3];
            double along = 0;
            for (int c = 0; c < 3; c++)
            {
                r[c] = neighbors.Shifts[(c * edges) + e] + displacements[(3 * j) + c] - displacements[(3 * i) + c];
                along += r[c] * (directionPositions[(3 * j) + c] - directionPositions[(3 * i) + c]);
            }

            double distance = Math.Sqrt(r.Sum(x => x * x));
            double k = i == j ? 0 : springs.At(PairStiffness.Pair((int)_species[i], (int)_species[j], manifest.Species.Count), distance);
            for (int c = 0; c < 3; c++)
            {
                deltaMomenta[(3 * i) + c] += manifest.TimeStep.Value * k * along * r[c] / (distance * distance);
            }
        }
    }

    public void Dispose()
    {
    }
}

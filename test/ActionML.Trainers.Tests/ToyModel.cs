using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>S = h·H of the toy as an action model, and one Euler step as a direct model.</summary>
internal sealed class ToyModel(ToySource source) : IActionModel, IDirectModel
{
    private double[] _masses = [];

    public ModelManifest Manifest => source.Manifest;

    public void Bind(ParticleSystem system) => _masses = system.Masses.ToArray();

    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        Interlocked.Increment(ref source.Evaluations);
        source.OnEvaluate?.Invoke();
        int dimension = Manifest.Dimension;
        double h = Manifest.TimeStep.Value;
        var positions = new double[displacements.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = neighbors.Reference[i] + displacements[i];
            deltaPositions[i] = h * momenta[i] / _masses[i / dimension];
        }

        double[] forces = Toys.Forces(positions, dimension);
        for (int i = 0; i < forces.Length; i++)
        {
            deltaMomenta[i] = h * forces[i];
        }
    }

    public void Predict(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);

    public void Dispose() => Interlocked.Decrement(ref source.Open);
}

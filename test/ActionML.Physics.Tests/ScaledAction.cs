using ActionML.Runtime;

namespace ActionML.Physics.Tests;

/// <summary>An action model with all but its kinetic energy multiplied, without writing a new file.</summary>
internal sealed class ScaledAction(IActionModel inner, ParticleSystem system) : IActionModel
{
    public double Factor { get; set; } = 1;

    public ModelManifest Manifest => inner.Manifest;

    public void Bind(ParticleSystem bound) => inner.Bind(bound);

    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        inner.Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);
        for (int i = 0; i < momenta.Length; i++)
        {
            double free = Manifest.TimeStep.Value * momenta[i] / system.Masses[i / system.Dimension];
            deltaPositions[i] = free + (Factor * (deltaPositions[i] - free));
            deltaMomenta[i] *= Factor;
        }
    }

    public void Dispose() => inner.Dispose();
}

namespace ActionML.Runtime.Tests;

/// <summary>The Hessian-vector product of a model by central differences of its gradient.</summary>
internal sealed class DifferencedHessian(IActionModel model) : IHessianModel
{
    private const double Size = 1e-6;

    public ModelManifest Manifest => model.Manifest;

    public void Bind(ParticleSystem system) => model.Bind(system);

    public void Multiply(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        (double[] backQ, double[] backP) = At(-Size, displacements, momenta, directionPositions, directionMomenta, neighbors);
        (double[] aheadQ, double[] aheadP) = At(Size, displacements, momenta, directionPositions, directionMomenta, neighbors);
        for (int i = 0; i < backQ.Length; i++)
        {
            deltaPositions[i] = (aheadQ[i] - backQ[i]) / (2 * Size);
            deltaMomenta[i] = (aheadP[i] - backP[i]) / (2 * Size);
        }
    }

    public void Dispose()
    {
    }

    private (double[] Q, double[] P) At(
        double size, ReadOnlySpan<double> q, ReadOnlySpan<double> p, ReadOnlySpan<double> u, ReadOnlySpan<double> w, NeighborList neighbors)
    {
        var q1 = new double[q.Length];
        var p1 = new double[q.Length];
        for (int i = 0; i < q1.Length; i++)
        {
            q1[i] = q[i] + (size * u[i]);
            p1[i] = p[i] + (size * w[i]);
        }

        var dq = new double[q.Length];
        var dp = new double[q.Length];
        model.Evaluate(neighbors, q1, p1, dq, dp);
        return (dq, dp);
    }
}

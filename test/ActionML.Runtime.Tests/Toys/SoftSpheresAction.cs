namespace ActionML.Runtime.Tests;

/// <summary>S = h (Σ p²/2m + Σ ½k (r − c)² over pairs closer than c): stiff along each pair, soft across it. Three dimensions, isolated.</summary>
internal sealed class SoftSpheresAction(ParticleSystem system, TimeStep step, double stiffness, double diameter, double residualScale)
    : ToyAction(system, step, residualScale)
{
    protected override void Gradient(ReadOnlySpan<double> q, ReadOnlySpan<double> p, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        Span<double> r = stackalloc double[3];
        for (int i = 0; i < q.Length; i++)
        {
            deltaPositions[i] = H * p[i] / System.Masses[i / 3];
            deltaMomenta[i] = 0;
        }

        for (int i = 0; i < System.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int c = 0; c < 3; c++)
                {
                    r[c] = q[(3 * j) + c] - q[(3 * i) + c];
                    square += r[c] * r[c];
                }

                double distance = Math.Sqrt(square);
                double force = distance < diameter ? H * stiffness * (diameter - distance) / distance : 0;
                for (int c = 0; c < 3; c++)
                {
                    deltaMomenta[(3 * i) + c] -= force * r[c];
                    deltaMomenta[(3 * j) + c] += force * r[c];
                }
            }
        }
    }
}

namespace ActionML.Runtime.Tests;

/// <summary>
/// Gravitating bodies in two dimensions, G = 1: S = h H + (h³/24)(vᵀ V″ v + Fᵀ M⁻¹ F), the first two terms of the exact
/// generating function; a symmetric method of order four. With <paramref name="order"/> 2 only h H.
/// </summary>
internal sealed class GravityAction(ParticleSystem system, TimeStep step, int order = 4, double residualScale = 1)
    : ToyAction(system, step, residualScale)
{
    private readonly double[] _force = new double[system.Coordinates];

    public static GravityAction FigureEight(double step, int order = 4) =>
        new(ThreeBodies.System, TimeStep.Dimensionless(step), order, residualScale: 0.2);

    protected override void Gradient(ReadOnlySpan<double> q, ReadOnlySpan<double> p, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        ReadOnlySpan<double> mass = System.Masses;
        double h = H;
        double c = order == 4 ? h * h * h / 24 : 0;
        Array.Clear(_force);
        for (int i = 0; i < q.Length; i++)
        {
            deltaPositions[i] = h * p[i] / mass[i / 2];
            deltaMomenta[i] = 0;
        }

        for (int i = 0; i < mass.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (double x, double y) = (q[2 * i] - q[2 * j], q[(2 * i) + 1] - q[(2 * j) + 1]);
                double r2 = (x * x) + (y * y);
                double g = mass[i] * mass[j] / (r2 * Math.Sqrt(r2));
                _force[2 * i] -= g * x;
                _force[(2 * i) + 1] -= g * y;
                _force[2 * j] += g * x;
                _force[(2 * j) + 1] += g * y;
            }
        }

        for (int i = 0; i < mass.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (double x, double y) = (q[2 * i] - q[2 * j], q[(2 * i) + 1] - q[(2 * j) + 1]);
                (double vx, double vy) = ((p[2 * i] / mass[i]) - (p[2 * j] / mass[j]), (p[(2 * i) + 1] / mass[i]) - (p[(2 * j) + 1] / mass[j]));
                (double ax, double ay) = ((_force[2 * i] / mass[i]) - (_force[2 * j] / mass[j]), (_force[(2 * i) + 1] / mass[i]) - (_force[(2 * j) + 1] / mass[j]));
                double r2 = (x * x) + (y * y);
                double g = mass[i] * mass[j] / (r2 * Math.Sqrt(r2));
                double rv = ((x * vx) + (y * vy)) / r2;
                double ra = ((x * ax) + (y * ay)) / r2;
                double v2 = ((vx * vx) + (vy * vy)) / r2;

                // V″ v = g (v − 3 r (r·v)/r²); S gains c vᵀV″v, so Δq gains 2c V″v/m.
                (double wx, double wy) = (2 * c * g * (vx - (3 * x * rv)), 2 * c * g * (vy - (3 * y * rv)));

                // ∂/∂r of vᵀV″v = g (v² − 3 (r·v)²/r²): g (−3 v²/r² r − 6 (r·v)/r² v + 15 (r·v)²/r⁴ r).
                // ∂/∂q of FᵀM⁻¹F = −2 V″ a, with a = M⁻¹F.
                (double dx, double dy) = (
                    (g * ((-3 * v2 * x) - (6 * rv * vx) + (15 * rv * rv * x))) - (2 * g * (ax - (3 * x * ra))),
                    (g * ((-3 * v2 * y) - (6 * rv * vy) + (15 * rv * rv * y))) - (2 * g * (ay - (3 * y * ra))));
                deltaPositions[2 * i] += wx / mass[i];
                deltaPositions[(2 * i) + 1] += wy / mass[i];
                deltaPositions[2 * j] -= wx / mass[j];
                deltaPositions[(2 * j) + 1] -= wy / mass[j];
                deltaMomenta[2 * i] -= c * dx;
                deltaMomenta[(2 * i) + 1] -= c * dy;
                deltaMomenta[2 * j] += c * dx;
                deltaMomenta[(2 * j) + 1] += c * dy;
            }
        }

        for (int i = 0; i < q.Length; i++)
        {
            deltaMomenta[i] += h * _force[i];
        }
    }
}

namespace ActionML.Runtime.Tests;

/// <summary>Trajectories of harmonic modes, one for each coordinate of particles in the plane.</summary>
internal static class Modes
{
    public static Random NewRandom(TestContext context)
    {
        int seed = Environment.TickCount & 0xFFFFFF;
        context.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    /// <summary>
    /// Mode k moves particles 2k and 2k + 1 of equal mass against each other along x, so that the center of mass rests.
    /// </summary>
    public static IEnumerable<Frame> Record(
        double[] frequencies, double[] amplitudes, Random random, double spacing, int count, string name = "t", double jitter = 0)
    {
        int particles = 2 * frequencies.Length;
        double[] phases = [.. frequencies.Select(_ => 2 * Math.PI * random.NextDouble())];
        var system = new ParticleSystem(
            2, UnitSystem.Dimensionless, [.. Enumerable.Repeat("Body", particles)], [.. Enumerable.Repeat(1.0, particles)]);
        for (int k = 0; k < count; k++)
        {
            double time = (k * spacing) + (jitter * random.NextDouble());
            var q = new double[2 * particles];
            var p = new double[2 * particles];
            for (int mode = 0; mode < frequencies.Length; mode++)
            {
                double omega = 2 * Math.PI * frequencies[mode];
                double angle = (omega * time) + phases[mode];
                for (int side = 0; side < 2; side++)
                {
                    int at = 2 * ((2 * mode) + side);
                    double sign = side == 0 ? 1 : -1;
                    q[at] = (10.0 * ((2 * mode) + side)) + (sign * amplitudes[mode] * Math.Sin(angle) / omega);
                    p[at] = sign * amplitudes[mode] * Math.Cos(angle);
                }
            }

            yield return new Frame(name, k, time, system, new PhasePoint(particles, 2, q, p));
        }
    }
}

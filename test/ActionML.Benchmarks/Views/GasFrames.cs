using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>Trajectories of particles that fly freely from random places: frames to read, made as they are asked for.</summary>
internal sealed class GasFrames(int trajectories, int frames, int particles, int dimension)
{
    public const double Spacing = 0.1;

    /// <summary>The numbers that a frame consists of, as bytes: positions, momenta and masses in double.</summary>
    public long RawBytes => (long)trajectories * frames * particles * ((2 * dimension) + 1) * sizeof(double);

    public int Count => trajectories * frames;

    /// <summary>The same frames each time, every one in memory of its own; those of a trajectory share their system.</summary>
    public IEnumerable<Frame> Read()
    {
        var random = new Random(1);
        double[] masses = [.. Enumerable.Repeat(1.0, particles)];
        for (int t = 0; t < trajectories; t++)
        {
            var system = new ParticleSystem(dimension, UnitSystem.Dimensionless, [.. Enumerable.Repeat("Body", particles)], masses);
            var start = new PhasePoint(particles, dimension);
            for (int i = 0; i < start.Positions.Length; i++)
            {
                // One particle per cell of a lattice, so that no two come close.
                int cell = i / dimension / (int)Math.Pow(8, i % dimension) % 8;
                start.Positions[i] = (2 * cell) + (0.5 * random.NextDouble());
                start.Momenta[i] = random.NextDouble() - 0.5;
            }

            for (int f = 0; f < frames; f++)
            {
                PhasePoint state = start.Clone();
                for (int i = 0; i < state.Positions.Length; i++)
                {
                    state.Positions[i] += Spacing * f * state.Momenta[i];
                    state.Momenta[i] += 1e-3 * f * Math.Sin(start.Positions[i] + (0.2 * f));
                }

                yield return new Frame($"t{t}", f, Spacing * f, system, state);
            }
        }
    }
}

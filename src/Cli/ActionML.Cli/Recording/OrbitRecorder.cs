using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Keeps every n-th position of each particle, in the plane of the first two coordinates, for the report.</summary>
/// <param name="system">Kinds and masses.</param>
/// <param name="stride">Steps between kept positions.</param>
internal sealed class OrbitRecorder(ParticleSystem system, long stride) : ICheckpointState
{
    /// <summary>Positions per particle that a plot holds at most; more would only make the page heavy.</summary>
    public const int MostPoints = 2600;

    /// <summary>Particles whose orbits are worth a plot.</summary>
    public const int MostParticles = 8;

    private readonly List<double> _points = [];

    /// <summary>A stride that keeps at most <see cref="MostPoints"/> positions of a run.</summary>
    public static long StrideFor(long steps) => Math.Max(1, (steps + MostPoints - 1) / MostPoints);

    /// <summary>Keeps the positions of a step if it is its turn.</summary>
    public void Observe(long step, PhasePoint state)
    {
        if (step % stride != 0 || system.Count > MostParticles)
        {
            return;
        }

        for (int i = 0; i < system.Count; i++)
        {
            _points.Add(state.Positions[i * system.Dimension]);
            _points.Add(state.Positions[(i * system.Dimension) + 1]);
        }
    }

    /// <summary>The path of each particle.</summary>
    public List<OrbitSeries> Orbits()
    {
        int width = 2 * system.Count;
        int count = _points.Count / width;
        List<OrbitSeries> orbits = [];
        for (int i = 0; i < system.Count && count > 0; i++)
        {
            int particle = i;
            orbits.Add(new OrbitSeries(
                [.. Enumerable.Range(0, count).Select(k => _points[(k * width) + (2 * particle)])],
                [.. Enumerable.Range(0, count).Select(k => _points[(k * width) + (2 * particle) + 1])]));
        }

        return orbits;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_points.Count);
        foreach (double value in _points)
        {
            writer.Write(value);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        _points.Clear();
        for (int i = 0; i < count; i++)
        {
            _points.Add(reader.ReadDouble());
        }
    }
}

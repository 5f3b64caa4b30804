using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Keeps evenly spaced frames of a periodic run for the report's viewer, wrapped into the cell.</summary>
internal sealed class FrameRecorder : ICheckpointState
{
    /// <summary>Positions in all frames together; more would only make the page heavy.</summary>
    public const int MostPositions = 24_000;

    private const int MostFrames = 48;
    private const int PerAngstrom = 100;

    private readonly ParticleSystem _system;
    private readonly Cell _cell;
    private readonly long _stride;
    private readonly double[] _wrapped;
    private readonly List<int[]> _frames = [];
    private readonly List<double> _times = [];

    /// <summary>Creates a recorder.</summary>
    public FrameRecorder(ParticleSystem system, Cell cell, long steps)
    {
        _system = system;
        _cell = cell;
        int frames = Math.Clamp(MostPositions / system.Count, 1, MostFrames);
        _stride = Math.Max(1, (steps + frames - 1) / frames);
        _wrapped = new double[system.Coordinates];
    }

    /// <summary>Whether a system is small enough to be shown.</summary>
    public static bool CanShow(ParticleSystem system) => system.Dimension == 3 && system.Count <= MostPositions;

    /// <summary>Keeps the frame of a step if it is its turn.</summary>
    public void Observe(long step, double time, PhasePoint state)
    {
        if (step % _stride != 0)
        {
            return;
        }

        state.Positions.CopyTo(_wrapped, 0);
        _cell.Wrap(_wrapped);
        _frames.Add([.. _wrapped.Select(x => (int)Math.Round(x * PerAngstrom))]);
        _times.Add(time);
    }

    /// <summary>The frames.</summary>
    public AtomFrames Frames(BondLengths bonds)
    {
        string[] kinds = [.. _system.Kinds.Distinct().Order(StringComparer.Ordinal)];
        return new AtomFrames
        {
            Kinds = kinds,
            KindOf = [.. _system.Kinds.Select(k => Array.IndexOf(kinds, k))],
            Cell = [.. _cell.Vectors],
            Bonds = [.. kinds.SelectMany(a => kinds.Select(b => bonds.Of(new KindPair(a, b))))],
            Times = [.. _times.Select(t => t * TimeStep.FemtosecondsPerAtomisticUnit)],
            Positions = _frames,
        };
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_frames.Count);
        for (int f = 0; f < _frames.Count; f++)
        {
            writer.Write(_times[f]);
            foreach (int x in _frames[f])
            {
                writer.Write(x);
            }
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _frames.Clear();
        _times.Clear();
        int count = reader.ReadInt32();
        for (int f = 0; f < count; f++)
        {
            _times.Add(reader.ReadDouble());
            var frame = new int[_system.Coordinates];
            for (int c = 0; c < frame.Length; c++)
            {
                frame[c] = reader.ReadInt32();
            }

            _frames.Add(frame);
        }
    }
}

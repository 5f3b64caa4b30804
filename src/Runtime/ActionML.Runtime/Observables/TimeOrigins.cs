namespace ActionML.Runtime;

/// <summary>Evenly spaced frames, of which every n-th is kept as an origin until the longest lag has passed.</summary>
internal sealed class TimeOrigins : ICheckpointState
{
    private readonly int _width;
    private readonly int _longestLag;
    private readonly int _interval;
    private readonly TimeStep _spacing;
    private readonly double[] _values; // [slots, width]
    private double _firstTime;

    public TimeOrigins(string subject, ParticleSystem system, TimeStep spacing, int longestLag, int interval, int fewestLags)
    {
        var errors = new OptionErrors(subject);
        errors.Require(spacing.Units == system.Units, "Spacing", spacing, $"it must be in the {system.Units} units of the system.");
        errors.Require(longestLag >= fewestLags, "The longest lag", longestLag, $"it must be at least {fewestLags} samples.");
        errors.Require(interval >= 1, "The interval of origins", interval, "it must be at least 1 sample.");
        errors.ThrowIfAny();
        _width = system.Coordinates;
        _longestLag = longestLag;
        _interval = interval;
        _spacing = spacing;
        Slots = (longestLag / interval) + 1;
        _values = new double[(long)Slots * _width];
    }

    /// <summary>The number of origins kept at most.</summary>
    public int Slots { get; }

    /// <summary>The number of frames so far.</summary>
    public long Frames { get; private set; }

    /// <summary>The youngest origin, −1 without one. Origin o is frame o·interval, kept in slot o mod <see cref="Slots"/>.</summary>
    public long Newest => Frames == 0 ? -1 : (Frames - 1) / _interval;

    /// <summary>The oldest origin whose lag is not longer than the longest.</summary>
    public long Oldest => Math.Max(0, (Math.Max(0, Frames - 1 - _longestLag) + _interval - 1) / _interval);

    /// <summary>Takes the next frame and returns whether it is an origin.</summary>
    public bool Add(ReadOnlySpan<double> values)
    {
        bool isOrigin = Frames % _interval == 0;
        if (isOrigin)
        {
            values.CopyTo(_values.AsSpan(Slot(Frames / _interval) * _width));
        }

        Frames++;
        return isOrigin;
    }

    /// <summary>Frames between an origin and the latest frame.</summary>
    public int Lag(long origin) => (int)(Frames - 1 - (origin * _interval));

    /// <summary>The slot of an origin.</summary>
    public int Slot(long origin) => (int)(origin % Slots);

    /// <summary>The frame of an origin.</summary>
    public ReadOnlySpan<double> Values(long origin) => _values.AsSpan(Slot(origin) * _width, _width);

    /// <summary>Makes sure that a simulation's next frame is due.</summary>
    /// <exception cref="UsageException">It is not one spacing after the frame before.</exception>
    public void RequireDue(double time, string subject)
    {
        if (Frames == 0)
        {
            _firstTime = time;
        }

        double due = _firstTime + (Frames * _spacing.Value);
        if (!(Math.Abs(time - due) <= 1e-6 * _spacing.Value * (1 + Frames)))
        {
            throw new UsageException(FormattableString.Invariant(
                $"The {subject} was made for a spacing of {_spacing}, so its state {Frames + 1} is due at time {due:G9} in model units; the simulation gives one at {time:G9}. Observe it at that interval, from the first step on."));
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Frames);
        writer.Write(_firstTime);
        int used = (int)Math.Min(Newest + 1, Slots);
        writer.Write(used);
        writer.WriteNumbers(_values.AsSpan(0, used * _width));
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        Frames = reader.ReadInt64();
        _firstTime = reader.ReadDouble();
        int used = reader.ReadInt32();
        if (Frames < 0 || used != Math.Min(Newest + 1, Slots))
        {
            throw new DataException($"Found {used} origins after {Frames} frames where at most {Slots} are kept: the checkpoint belongs to other options.");
        }

        reader.ReadNumbers(_values.AsSpan(0, used * _width));
    }
}

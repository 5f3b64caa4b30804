using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Reads frames of a dump and checks that they continue each other: atoms, kinds, masses, units and time.</summary>
internal sealed class LammpsFrameReader(LineReader reader, long? length, LammpsDumpReadOptions options)
{
    private readonly LammpsFrameParser _parser = new(reader, length, options);
    private readonly string _name = TextFile.Name(reader.Source);

    private Frame? _previous;
    private LammpsRawFrame? _previousRaw;

    /// <summary>Whether the frames have no momenta and the options allow it.</summary>
    public bool MomentaMissing { get; private set; }

    /// <summary>The next frame, or null at the end of the text.</summary>
    public Frame? Read()
    {
        if (_parser.Read() is not { } raw)
        {
            return _previous is not null
                ? null
                : throw new DataException($"'{reader.Source}' is empty. Expected a LAMMPS text dump.");
        }

        if (_previous is null)
        {
            MomentaMissing = raw.Momenta is null;
        }
        else
        {
            Compare(raw, _previousRaw!);
        }

        double time = Time(raw);
        ParticleSystem system = _previous?.System ?? new ParticleSystem(3, raw.Units.System(), raw.Kinds, raw.Masses);
        if (raw.IsWrapped && _previous is { } before)
        {
            Unwrap(raw, before);
        }

        var state = new PhasePoint(raw.Count, 3, raw.Positions, raw.Momenta ?? new double[raw.Positions.Length]);
        _previous = new Frame(_name, raw.Step, time, system, state, raw.Box.IsPeriodic ? raw.Box.Cell : null);
        _previousRaw = raw;
        return _previous;
    }

    private void Compare(LammpsRawFrame raw, LammpsRawFrame last)
    {
        string? what = raw.Step <= last.Step
            ? $"follows timestep {last.Step}; timesteps must grow. Remove repeated frames, or split the file"
            : raw.Count != last.Count
            ? $"has {raw.Count} atoms and the frames before have {last.Count}. A trajectory is one system; use a dump group that does not change, or split the file"
            : !raw.Ids.AsSpan().SequenceEqual(last.Ids)
            ? $"has other atoms than the frames before: {FirstStranger(raw, last)}. A trajectory is one system; use a dump group that does not change"
            : !raw.Kinds.SequenceEqual(last.Kinds)
            ? "has other kinds than the frames before. A trajectory is one system; split the file"
            : !raw.Masses.AsSpan().SequenceEqual(last.Masses)
            ? "has other masses than the frames before. A trajectory is one system; split the file"
            : raw.Units != last.Units
            ? $"is in units {raw.Units.Word()} and the frames before are in {last.Units.Word()}. Split the file"
            : raw.Box.IsPeriodic != last.Box.IsPeriodic
            ? "has other boundaries than the frames before. Split the file"
            : MomentaMissing != raw.Momenta is null
            ? "has velocities and the frames before have none, or the reverse. Dump them in all frames or in none"
            : raw.Time is null != last.Time is null
            ? "has ITEM: TIME and the frames before have none, or the reverse. Write it in all frames or in none"
            : raw.Time <= last.Time
            ? string.Create(CultureInfo.InvariantCulture, $"has the time {raw.Time:R} and the one before {last.Time:R}; time must grow. Remove repeated frames, or split the file")
            : null;
        if (what is not null)
        {
            throw reader.ErrorAt(raw.Line, 0, $"the frame of timestep {raw.Step} {what}.");
        }
    }

    private static string FirstStranger(LammpsRawFrame raw, LammpsRawFrame last)
    {
        int i = raw.Ids.AsSpan().CommonPrefixLength(last.Ids);
        return $"atom {raw.Ids[i]} where atom {last.Ids[i]} was";
    }

    private double Time(LammpsRawFrame raw)
    {
        if (raw.Time is { } time)
        {
            return time / raw.Units.PerModelTime();
        }

        if (options.TimeStep is { } step)
        {
            return step.Units == raw.Units.System()
                ? raw.Step * step.Value
                : throw reader.ErrorAt(
                    raw.Line, 0, $"the dump is in units {raw.Units.Word()}, but the given time step {step} is {(step.Units == UnitSystem.Atomistic ? "in femtoseconds" : "dimensionless")}. Give the step in the dump's units.");
        }

        return _previous is null
            ? 0
            : throw reader.ErrorAt(
                raw.Line, 0, $"timestep {raw.Step} has no ITEM: TIME, so the time between frames is unknown. Give the time step of the run (option TimeStep, on the command line --lammps-step), or write times with dump_modify time yes.");
    }

    private void Unwrap(LammpsRawFrame raw, Frame before)
    {
        int atom = Unwrapping.Unwrap(raw.Box.Cell, before.State.Positions, raw.Positions, 3, options.Unwrap);
        if (atom >= 0)
        {
            throw reader.ErrorAt(
                raw.AtomsLine,
                0,
                options.Unwrap
                    ? $"atom {raw.Ids[atom]} of timestep {raw.Step} is nearly half the cell away from where it was in the frame before, in every image, so its path cannot be told. Dump xu yu zu, image flags, or more frames."
                    : $"atom {raw.Ids[atom]} of timestep {raw.Step} jumps by more than half the cell since the frame before, so positions are wrapped into the cell, and displacements between frames would be wrong. Dump xu yu zu or the image flags ix iy iz, or read with the option Unwrap (on the command line --unwrap).");
        }
    }
}

using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Reads frames and checks that they continue each other: size, kinds, masses, units and time.</summary>
internal sealed class XyzFrameReader(LineReader reader, long? length, ExtendedXyzReadOptions options)
{
    private readonly XyzFrameParser _parser = new(reader, length, options);
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
    private readonly string _defaultName = TextFile.Name(reader.Source);

    private Frame? _previous;
    private bool _previousHadTime;
    private long _framesOfTrajectory;
    private long _frames;

    /// <summary>Whether the frames have no momenta and the options allow it.</summary>
    public bool MomentaMissing { get; private set; }

    /// <summary>The next frame, or null at the end of the text.</summary>
    public Frame? Read()
    {
        if (_parser.Read() is not { } raw)
        {
            return _frames > 0
                ? null
                : throw new DataException($"'{reader.Source}' is empty. Expected a trajectory in extended XYZ format.");
        }

        XyzComment comment = raw.Comment;
        string name = comment.Text("trajectory") ?? _defaultName;
        bool continues = _previous is not null && _previous.TrajectoryId == name;
        if (!continues)
        {
            if (!_finished.Add(name))
            {
                throw comment.Error(
                    "trajectory", $"trajectory '{name}' goes on here after frames of '{_previous!.TrajectoryId}'. Keep the frames of a trajectory together, or give each its own name.");
            }

            _framesOfTrajectory = 0;
        }

        UnitSystem units = Units(raw);
        ParticleSystem system = System(raw, units, name, continues);
        (double time, bool hasTime) = Time(raw, units, name, continues);
        long step = comment.Integer("step") ?? (continues ? _previous!.Step + 1 : 0);
        if (continues && step <= _previous!.Step)
        {
            throw comment.Error(
                "step", $"step {step} of trajectory '{name}' follows step {_previous.Step}; steps must grow. Remove repeated frames, or name the part that starts here otherwise.");
        }

        if (_frames == 0)
        {
            MomentaMissing = raw.Momenta is null;
        }
        else if (MomentaMissing != raw.Momenta is null)
        {
            throw comment.Error("Properties", "some frames of this file have momenta and others have not. Record momenta in all, or remove the column.");
        }

        double[] positions = raw.Positions;
        double[]? cell = XyzCell.Read(comment);
        if (cell is not null && continues && !(comment.Flags("unwrapped") is [true]))
        {
            XyzCell.Unwrap(cell, _previous!.State.Positions, positions, options.Unwrap, raw, reader);
        }

        var state = new PhasePoint(system.Count, system.Dimension, positions, raw.Momenta ?? new double[positions.Length]);
        _frames++;
        _framesOfTrajectory++;
        _previousHadTime = hasTime;
        _previous = new Frame(name, step, time, system, state, cell);
        return _previous;
    }

    private UnitSystem Units(XyzRawFrame raw)
    {
        UnitSystem? named = raw.Comment.Text("units")?.ToLowerInvariant() switch
        {
            null => null,
            "atomistic" => UnitSystem.Atomistic,
            "dimensionless" => UnitSystem.Dimensionless,
            _ => throw raw.Comment.Error(
                "units", $"'units' is {LineReader.Show(raw.Comment.Text("units"))}, expected atomistic (Å, √(eV·u), u) or dimensionless. Convert the file, or correct the key."),
        };
        if (named is { } found && options.Units is { } asked && found != asked)
        {
            throw raw.Comment.Error(
                "units", $"the file is in {Name(found)} units, and {Name(asked)} ones were asked for. Convert the file, or ask for {Name(found)} units.");
        }

        if ((named ?? options.Units) is { } units)
        {
            return units;
        }

        string? stranger = raw.Kinds.FirstOrDefault(kind => !AtomicWeights.IsElement(kind));
        return stranger is null
            ? UnitSystem.Atomistic
            : throw raw.Comment.Error(
                "units", $"the key 'units' is missing, and '{stranger}' is not a chemical symbol, so the units are unknown. Add units=dimensionless or units=atomistic to the second line of each frame.");
    }

    private static string Name(UnitSystem units) => units == UnitSystem.Atomistic ? "atomistic" : "dimensionless";

    private ParticleSystem System(XyzRawFrame raw, UnitSystem units, string name, bool continues)
    {
        double[] masses = raw.Masses ?? MissingMasses(raw, units);
        if (_previous?.System is { } last)
        {
            bool same = last.Count == raw.Count && last.Units == units && last.Dimension == raw.Dimension &&
                last.Kinds.SequenceEqual(raw.Kinds) && last.Masses.SequenceEqual(masses);
            if (same)
            {
                return last;
            }

            if (continues)
            {
                string what = last.Count != raw.Count
                    ? $"has {raw.Count} particles and the frames before have {last.Count}"
                    : last.Units != units ? $"is in {Name(units)} units and the frames before are in {Name(last.Units)} ones"
                    : last.Dimension != raw.Dimension ? $"has {raw.Dimension} dimensions and the frames before have {last.Dimension}"
                    : last.Kinds.SequenceEqual(raw.Kinds) ? "has other masses than the frames before"
                    : "has other kinds, or in another order, than the frames before";
                throw reader.ErrorAt(
                    raw.Line, 1, $"this frame of trajectory '{name}' {what}. A trajectory is one system; give each its own name with trajectory=NAME, or its own file.");
            }
        }

        return new ParticleSystem(raw.Dimension, units, raw.Kinds, masses);
    }

    private double[] MissingMasses(XyzRawFrame raw, UnitSystem units)
    {
        var masses = new double[raw.Count];
        for (int i = 0; i < masses.Length; i++)
        {
            string kind = raw.Kinds[i];
            if (options.Masses?.TryGetValue(kind, out masses[i]) == true)
            {
                continue;
            }

            if (units == UnitSystem.Dimensionless)
            {
                throw raw.Comment.Error(
                    "Properties", $"there is no column 'masses', and dimensionless bodies such as '{kind}' have no masses by nature. Add masses:R:1 to 'Properties' and the column, or name the mass of '{kind}' in the options.");
            }

            if (!AtomicWeights.TryGet(kind, out masses[i]))
            {
                throw raw.Comment.Error(
                    "Properties", $"there is no column 'masses', and '{kind}' is not an element with a standard atomic weight. Add masses:R:1 to 'Properties' and the column, or name the mass of '{kind}' in the options.");
            }
        }

        return masses;
    }

    private (double Time, bool HasTime) Time(XyzRawFrame raw, UnitSystem units, string name, bool continues)
    {
        double unit = TimeUnit(raw.Comment, units);
        if (raw.Comment.Number("time") is not { } number)
        {
            if (options.FrameSpacing is { } spacing)
            {
                return spacing.Units == units
                    ? (continues ? _framesOfTrajectory * spacing.Value : 0, false)
                    : throw raw.Comment.Error("units", $"the file is in {Name(units)} units, but the given frame spacing {spacing} is {Name(spacing.Units)}. Give the spacing in the file's units.");
            }

            return continues
                ? throw raw.Comment.Error(
                    "time", $"the key 'time' is missing, so the time between the frames of trajectory '{name}' is unknown. Add time=... to the second line of each frame, or give the frame spacing in the options.")
                : (0, false);
        }

        double time = number * unit;
        if (continues && !_previousHadTime)
        {
            throw raw.Comment.Error("time", $"this frame of trajectory '{name}' has the key 'time' and the one before has not. Give it in all frames.");
        }

        if (continues && time <= _previous!.Time)
        {
            string relation = time == _previous.Time ? "the same as" : "earlier than";
            throw raw.Comment.Error("time", string.Create(
                CultureInfo.InvariantCulture,
                $"the time {number:R} of this frame is {relation} that of the frame before, {_previous.Time / unit:R}; within trajectory '{name}' time must grow. Remove repeated frames, or name the part that starts here otherwise."));
        }

        return (time, true);
    }

    private static double TimeUnit(XyzComment comment, UnitSystem units)
    {
        const double femtosecond = 1 / TimeStep.FemtosecondsPerAtomisticUnit;
        string? text = comment.Text("time_unit");
        return (units, text?.ToLowerInvariant()) switch
        {
            (UnitSystem.Atomistic, null or "fs") => femtosecond,
            (UnitSystem.Atomistic, "ps") => 1000 * femtosecond,
            (UnitSystem.Dimensionless, null or "1" or "" or "none" or "dimensionless") => 1,
            (UnitSystem.Atomistic, _) => throw comment.Error("time_unit", $"'time_unit' is {LineReader.Show(text)}, expected fs or ps in atomistic units."),
            _ => throw comment.Error("time_unit", $"'time_unit' is {LineReader.Show(text)}, expected 1 in dimensionless units. If the file is in real units, say units=atomistic."),
        };
    }
}

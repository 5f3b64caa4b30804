using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ActionML.Runtime;

/// <summary>
/// Writes frames to a LAMMPS text dump that appears whole or not at all (<see cref="AtomicFile"/> says how).
/// </summary>
/// <remarks>
/// Columns: <c>id type element mass xu yu zu vx vy vz</c>, after <c>ITEM: UNITS</c> and <c>ITEM: TIME</c>. Ids are 1 to N
/// in the order of the particles, types 1 and up in the order of the names of the kinds. A periodic cell has its
/// corner at the origin; around an isolated system the box is drawn 1 length unit beyond the outermost particles.
/// Numbers are in the invariant culture with as many digits as it takes to read the same double again: positions and
/// orthogonal cells come back exactly; momenta (through velocities), times and the diagonal of a tilted cell to rounding.
/// LAMMPS (<c>read_dump</c>), ASE and OVITO read these files.
/// </remarks>
public sealed class LammpsDumpWriter : IDisposable
{
    private readonly AtomicFile _file;
    private readonly LammpsUnits? _units;
    private readonly byte[] _number = new byte[64];
    private ParticleSystem? _system;
    private string _trajectory = "";
    private int[] _types = [];

    /// <summary>Begins a file; until <see cref="Commit"/> its content is in the neighbor <c>NAME.partial</c>.</summary>
    /// <param name="path">The name that the file gets when it is complete, usually ending in <c>.lammpstrj</c>.</param>
    /// <param name="units">The units to write; null for metal, or lj without units.</param>
    /// <exception cref="FileException">The file cannot be opened for writing.</exception>
    public LammpsDumpWriter(string path, LammpsUnits? units = null)
    {
        _file = new AtomicFile(path);
        _units = units;
    }

    /// <summary>The full path of the finished file.</summary>
    public string Path => _file.Path;

    /// <summary>Frames written.</summary>
    public long Frames { get; private set; }

    /// <summary>Writes all frames to a file at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">The frames, of one trajectory.</param>
    /// <param name="units">The units to write; null for metal, or lj without units.</param>
    /// <exception cref="DataException">A frame cannot be written (see <see cref="Write"/>).</exception>
    /// <exception cref="FileException">The file cannot be written; one of that name is unchanged.</exception>
    public static void WriteAll(string path, IEnumerable<Frame> frames, LammpsUnits? units = null)
    {
        using var writer = new LammpsDumpWriter(path, units);
        foreach (Frame frame in frames)
        {
            writer.Write(frame);
        }

        writer.Commit();
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="frame">The frame; nothing of it is kept but its system.</param>
    /// <exception cref="DataException">
    /// The frame is of another trajectory or system than those before, two-dimensional, in other units than those to
    /// write, its cell is not restricted (a along x, b in the plane of x and y), or a number is not finite.
    /// </exception>
    /// <exception cref="FileException">The disk is full or failed.</exception>
    public void Write(Frame frame)
    {
        LammpsUnits units = Check(frame);
        ParticleSystem system = frame.System;
        double perTime = units.PerModelTime();
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var header = new StringBuilder();
        if (Frames == 0)
        {
            header.Append(invariant, $"ITEM: UNITS\n{units.Word()}\n");
        }

        header.Append(invariant, $"ITEM: TIME\n{frame.Time * perTime:R}\nITEM: TIMESTEP\n{frame.Step}\nITEM: NUMBER OF ATOMS\n{system.Count}\n");
        AppendBox(header, frame);
        header.Append("ITEM: ATOMS id type element mass xu yu zu vx vy vz\n");
        WriteText(header.ToString());
        double[] q = frame.State.Positions;
        double[] p = frame.State.Momenta;
        for (int i = 0; i < system.Count; i++)
        {
            double mass = system.Masses[i];
            WriteText(string.Create(invariant, $"{i + 1} {_types[i]} {system.Kinds[i]}"));
            WriteNumber(mass);
            for (int d = 0; d < 3; d++)
            {
                WriteNumber(q[(3 * i) + d]);
            }

            for (int d = 0; d < 3; d++)
            {
                WriteNumber(p[(3 * i) + d] / (mass * perTime));
            }

            WriteText("\n");
        }

        Frames++;
    }

    /// <summary>Flushes to the disk and gives the file its name.</summary>
    /// <exception cref="FileException">The disk is full or failed.</exception>
    public void Commit() => _file.Commit();

    /// <summary>Without <see cref="Commit"/>: removes what was written.</summary>
    public void Dispose() => _file.Dispose();

    private LammpsUnits Check(Frame frame)
    {
        string Name() => FormattableString.Invariant($"Frame {frame.Step} of trajectory '{frame.TrajectoryId}'");
        ParticleSystem system = frame.System;
        LammpsUnits units = _units ?? (system.Units == UnitSystem.Atomistic ? LammpsUnits.Metal : LammpsUnits.Lj);
        if (units.System() != system.Units)
        {
            throw new DataException($"{Name()} is in {system.Units} units, which LAMMPS' units {units.Word()} are not. Write {(system.Units == UnitSystem.Atomistic ? "metal or real" : "lj")}.");
        }

        if (system.Dimension != 3)
        {
            throw new DataException($"{Name()} has {system.Dimension} dimensions; LAMMPS dumps have three. Write extended XYZ.");
        }

        if (!Observables.IsFinite(frame.State) || !double.IsFinite(frame.Time))
        {
            throw new DataException($"{Name()} holds a number that is not finite. The simulation has blown up before; shorten its step, or end it earlier.");
        }

        if (frame.Cell is { } c && (c[1] != 0 || c[2] != 0 || c[5] != 0 || !(c[0] > 0 && c[4] > 0 && c[8] > 0)))
        {
            throw new DataException(
                $"{Name()} has a cell that LAMMPS cannot hold: its first vector must lie along x, its second in the plane of x and y, and the diagonal be positive. Rotate the system, or write extended XYZ.");
        }

        if (!ReferenceEquals(system, _system))
        {
            Begin(frame, Name());
        }
        else if (frame.TrajectoryId != _trajectory)
        {
            throw new DataException($"{Name()} follows frames of '{_trajectory}'; a LAMMPS dump holds one trajectory. Write another file, or extended XYZ.");
        }

        return units;
    }

    private void Begin(Frame frame, string name)
    {
        ParticleSystem system = frame.System;
        if (_system is { } before && (frame.TrajectoryId != _trajectory || before.Units != system.Units || !before.Kinds.SequenceEqual(system.Kinds) || !before.Masses.SequenceEqual(system.Masses)))
        {
            throw new DataException($"{name} is of another trajectory or system than the frames before, those of '{_trajectory}'; a LAMMPS dump holds one. Write another file, or extended XYZ.");
        }

        if (system.Kinds.FirstOrDefault(kind => kind.Length == 0 || kind.Any(char.IsWhiteSpace)) is { } bad)
        {
            throw new DataException($"The kind '{bad}' of trajectory '{frame.TrajectoryId}' cannot be written: a kind is one word without spaces.");
        }

        string[] kinds = [.. system.Kinds.Distinct().Order(StringComparer.Ordinal)];
        _types = [.. system.Kinds.Select(kind => Array.IndexOf(kinds, kind) + 1)];
        _system = system;
        _trajectory = frame.TrajectoryId;
    }

    private static void AppendBox(StringBuilder text, Frame frame)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (frame.Cell is not { } c)
        {
            text.Append("ITEM: BOX BOUNDS ff ff ff\n");
            for (int d = 0; d < 3; d++)
            {
                IEnumerable<double> along = frame.State.Positions.Where((_, i) => i % 3 == d);
                text.Append(invariant, $"{along.Min() - 1:R} {along.Max() + 1:R}\n");
            }

            return;
        }

        (double xy, double xz, double yz) = (c[3], c[6], c[7]);
        if (xy == 0 && xz == 0 && yz == 0)
        {
            text.Append(invariant, $"ITEM: BOX BOUNDS pp pp pp\n0 {c[0]:R}\n0 {c[4]:R}\n0 {c[8]:R}\n");
            return;
        }

        // The bounds are those of the box around the tilted one (LAMMPS manual, Howto_triclinic).
        double low = Math.Min(Math.Min(0, xy), Math.Min(xz, xy + xz));
        double high = Math.Max(Math.Max(0, xy), Math.Max(xz, xy + xz));
        text.Append(invariant, $"ITEM: BOX BOUNDS xy xz yz pp pp pp\n{low:R} {c[0] + high:R} {xy:R}\n");
        text.Append(invariant, $"{Math.Min(0, yz):R} {c[4] + Math.Max(0, yz):R} {xz:R}\n0 {c[8]:R} {yz:R}\n");
    }

    private void WriteNumber(double value)
    {
        _number[0] = (byte)' ';
        Utf8Formatter.TryFormat(value, _number.AsSpan(1), out int length); // shortest text that reads back exactly
        _file.Stream.Write(_number.AsSpan(0, length + 1));
    }

    private void WriteText(string text) => _file.Stream.Write(Encoding.UTF8.GetBytes(text));
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ActionML.Runtime;

/// <summary>
/// Writes frames to an extended XYZ file that appears whole or not at all; fit for a simulation that appends for hours
/// and may be killed (<see cref="AtomicFile"/> says how).
/// </summary>
/// <remarks>
/// Columns: <c>species:S:1:pos:R:3:momenta:R:3:masses:R:1</c>, always three components, z = 0 in two dimensions. Keys:
/// <c>trajectory</c>, <c>step</c>, <c>time</c>, <c>time_unit</c> (<c>fs</c>, or <c>1</c> without units), <c>units</c>,
/// <c>dimension</c>, <c>unwrapped=T</c>, <c>pbc</c>, and <c>Lattice</c> for a periodic cell. Numbers are in the
/// invariant culture with as many digits as it takes to read the same double again; only a time in femtoseconds may
/// differ in the last bit, from the conversion of units. ASE and OVITO read these files.
/// </remarks>
public sealed class ExtendedXyzWriter : IDisposable
{
    private const string Properties = "Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1";

    private readonly AtomicFile _file;
    private readonly byte[] _number = new byte[64];

    /// <summary>Begins a file; until <see cref="Commit"/> its content is in the neighbor <c>NAME.partial</c>.</summary>
    /// <param name="path">The name that the file gets when it is complete, usually ending in <c>.xyz</c>.</param>
    /// <exception cref="FileException">The file cannot be opened for writing.</exception>
    public ExtendedXyzWriter(string path)
        : this(new AtomicFile(path))
    {
    }

    private ExtendedXyzWriter(AtomicFile file) => _file = file;

    /// <summary>The full path of the finished file.</summary>
    public string Path => _file.Path;

    /// <summary>Bytes written so far.</summary>
    public long Position => _file.Stream.Position;

    /// <summary>Frames written by this instance.</summary>
    public long Frames { get; private set; }

    /// <summary>Takes up the file of an interrupted run at the position that its checkpoint holds.</summary>
    /// <param name="path">The name of the finished file.</param>
    /// <param name="position">What <see cref="Checkpoint"/> returned; what was written after it is dropped.</param>
    /// <exception cref="FileException">The file is not there, or shorter than the position.</exception>
    public static ExtendedXyzWriter Continue(string path, long position) => new(AtomicFile.Continue(path, position));

    /// <summary>Writes all frames to a file at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">The frames, those of one trajectory next to each other.</param>
    /// <exception cref="DataException">A frame cannot be written (see <see cref="Write"/>).</exception>
    /// <exception cref="FileException">The file cannot be written; one of that name is unchanged.</exception>
    public static void WriteAll(string path, IEnumerable<Frame> frames)
    {
        using var writer = new ExtendedXyzWriter(path);
        foreach (Frame frame in frames)
        {
            writer.Write(frame);
        }

        writer.Commit();
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="frame">The frame; nothing of it is kept.</param>
    /// <exception cref="DataException">The frame holds a number that is not finite, or a name that the format cannot hold.</exception>
    /// <exception cref="FileException">The disk is full or failed.</exception>
    public void Write(Frame frame)
    {
        Check(frame);
        ParticleSystem system = frame.System;
        WriteText(system.Count.ToString(CultureInfo.InvariantCulture));
        WriteText("\n");
        WriteText(Comment(frame));
        int dimension = system.Dimension;
        for (int i = 0; i < system.Count; i++)
        {
            WriteText(system.Kinds[i]);
            WriteVector(frame.State.Positions.AsSpan(i * dimension, dimension));
            WriteVector(frame.State.Momenta.AsSpan(i * dimension, dimension));
            WriteNumber(system.Masses[i]);
            WriteText("\n");
        }

        Frames++;
    }

    /// <summary>Flushes to the disk and returns the position from which <see cref="Continue"/> can go on.</summary>
    /// <exception cref="FileException">The disk is full or failed.</exception>
    public long Checkpoint() => _file.Checkpoint();

    /// <summary>Flushes to the disk and gives the file its name.</summary>
    /// <exception cref="FileException">The disk is full or failed.</exception>
    public void Commit() => _file.Commit();

    /// <summary>Without <see cref="Commit"/>: removes what was written, unless a checkpoint refers to it.</summary>
    public void Dispose() => _file.Dispose();

    private static void Check(Frame frame)
    {
        bool finite = double.IsFinite(frame.Time);
        foreach (double value in frame.State.Positions)
        {
            finite &= double.IsFinite(value);
        }

        foreach (double value in frame.State.Momenta)
        {
            finite &= double.IsFinite(value);
        }

        if (!finite)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"Frame {frame.Step} of trajectory '{frame.TrajectoryId}' (time {frame.Time:g6}) holds a number that is not finite. The simulation has blown up before; shorten its step, or end it earlier."));
        }

        foreach (string kind in frame.System.Kinds)
        {
            if (kind.Length == 0 || kind.AsSpan().ContainsAny(" \t\r\n\""))
            {
                throw new DataException(
                    $"The kind '{kind}' of trajectory '{frame.TrajectoryId}' cannot be written: a kind is one word without spaces or quotes.");
            }
        }

        if (frame.TrajectoryId.AsSpan().ContainsAny("\r\n"))
        {
            throw new DataException("The name of a trajectory holds a line break, which a file cannot keep. Choose another name.");
        }
    }

    private static string Comment(Frame frame)
    {
        bool atomistic = frame.System.Units == UnitSystem.Atomistic;
        double time = atomistic ? frame.Time * TimeStep.FemtosecondsPerAtomisticUnit : frame.Time;
        var text = new StringBuilder(Properties);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        text.Append(" trajectory=").Append(Quote(frame.TrajectoryId));
        text.Append(invariant, $" step={frame.Step} time={time:R} time_unit={(atomistic ? "fs" : "1")}");
        text.Append(atomistic ? " units=atomistic" : " units=dimensionless");
        text.Append(invariant, $" dimension={frame.System.Dimension} unwrapped=T");
        if (frame.Cell is { } cell)
        {
            text.Append(" pbc=\"T T T\" Lattice=\"");
            text.AppendJoin(' ', cell.Select(c => c.ToString("R", invariant))).Append('"');
        }
        else
        {
            text.Append(" pbc=\"F F F\"");
        }

        return text.Append('\n').ToString();
    }

    private static string Quote(string value)
    {
        bool plain = value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+');
        return plain ? value : "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    private void WriteVector(ReadOnlySpan<double> components)
    {
        foreach (double component in components)
        {
            WriteNumber(component);
        }

        if (components.Length == 2)
        {
            WriteText(" 0");
        }
    }

    private void WriteNumber(double value)
    {
        _number[0] = (byte)' ';
        Utf8Formatter.TryFormat(value, _number.AsSpan(1), out int length); // shortest text that reads back exactly
        _file.Stream.Write(_number.AsSpan(0, length + 1));
    }

    private void WriteText(string text)
    {
        Span<byte> buffer = stackalloc byte[256];
        if (Encoding.UTF8.GetMaxByteCount(text.Length) <= buffer.Length)
        {
            _file.Stream.Write(buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
        }
        else
        {
            _file.Stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}

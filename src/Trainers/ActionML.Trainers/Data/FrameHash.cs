using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>SHA-256 over frames: names, times, systems and states, as the bits of their numbers.</summary>
internal sealed class FrameHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ParticleSystem? _system;

    /// <summary>Adds a frame.</summary>
    public void Add(Frame frame)
    {
        Add(frame.TrajectoryId);
        Add([frame.Time]);
        if (!ReferenceEquals(frame.System, _system))
        {
            // Content, not identity, must decide: what is left out here is equal to what was added before.
            if (_system is null || !Same(frame.System, _system))
            {
                Add(FormattableString.Invariant($"{frame.System.Dimension} {frame.System.Units} {string.Join(' ', frame.System.Kinds)}"));
                Add(frame.System.Masses);
            }

            _system = frame.System;
        }

        Add(frame.State.Positions);
        Add(frame.State.Momenta);
        Add(frame.Cell);
    }

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private static bool Same(ParticleSystem a, ParticleSystem b) =>
        a.Dimension == b.Dimension && a.Units == b.Units && a.Kinds.SequenceEqual(b.Kinds) && a.Masses.SequenceEqual(b.Masses);

    private void Add(ReadOnlySpan<double> values) => _hash.AppendData(MemoryMarshal.AsBytes(values));

    private void Add(string text)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(text));
        _hash.AppendData([0]);
    }
}

using System.Globalization;

namespace ActionML.Runtime;

/// <summary>The distance up to which two particles count as bonded, for each pair of kinds.</summary>
public sealed class BondLengths
{
    private readonly Dictionary<KindPair, double> _lengths = [];

    /// <summary>One length for all pairs.</summary>
    /// <param name="length">The length, in Å, positive.</param>
    /// <exception cref="UsageException">The length is not positive and finite.</exception>
    public BondLengths(double length) => Default = Checked(length);

    private BondLengths(BondLengths other, KindPair pair, double length)
        : this(other.Default)
    {
        _lengths = new Dictionary<KindPair, double>(other._lengths) { [pair] = Checked(length) };
    }

    /// <summary>The length of pairs that have no other, in Å.</summary>
    public double Default { get; }

    /// <summary>The same lengths with another one for a pair.</summary>
    /// <param name="one">A kind.</param>
    /// <param name="other">Another one, or the same.</param>
    /// <param name="length">The length, in Å, positive.</param>
    /// <exception cref="UsageException">The length is not positive and finite.</exception>
    public BondLengths With(string one, string other, double length) => new(this, new KindPair(one, other), length);

    /// <summary>The length of a pair, in Å.</summary>
    /// <param name="pair">The pair.</param>
    public double Of(KindPair pair) => _lengths.TryGetValue(pair, out double length) ? length : Default;

    private static double Checked(double length) => double.IsFinite(length) && length > 0
        ? length
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"A bond length is {length}; it must be positive and finite."));
}

namespace ActionML.Runtime;

/// <summary>An unordered pair of kinds: Ge–Te is Te–Ge.</summary>
public readonly record struct KindPair
{
    /// <summary>Creates a pair.</summary>
    /// <param name="one">A kind.</param>
    /// <param name="other">Another one, or the same.</param>
    public KindPair(string one, string other) =>
        (First, Second) = string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one);

    /// <summary>The kind that comes first in ordinal order.</summary>
    public string First { get; }

    /// <summary>The other kind.</summary>
    public string Second { get; }

    /// <summary>The pair as text: <c>Ge–Te</c>.</summary>
    public override string ToString() => $"{First}–{Second}";
}

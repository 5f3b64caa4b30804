using System.Globalization;

namespace ActionML.Runtime;

/// <summary>The masses of one kind that a model was trained for. Equal ends mean that the kind has one mass.</summary>
/// <param name="Minimum">Smallest trained mass.</param>
/// <param name="Maximum">Largest trained mass.</param>
public readonly record struct MassRange(double Minimum, double Maximum)
{
    /// <summary>Whether the model reads masses as a free input rather than as a property of the kind.</summary>
    public bool IsFree => Maximum > Minimum * (1 + 1e-9);

    /// <summary>Whether a mass lies in the range, with a relative slack of 1e-3 for tables that round differently.</summary>
    public bool Contains(double mass) => mass >= Minimum * (1 - 1e-3) && mass <= Maximum * (1 + 1e-3);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is neither <c>1.5</c> nor <c>0.5..2</c>.</exception>
    public static MassRange Parse(string text)
    {
        string[] ends = text.Split("..");
        double first = double.Parse(ends[0], CultureInfo.InvariantCulture);
        return ends.Length switch
        {
            1 => new(first, first),
            2 => new(first, double.Parse(ends[1], CultureInfo.InvariantCulture)),
            _ => throw new FormatException($"'{text}' is not a mass or a range of masses."),
        };
    }

    /// <summary><c>72.63</c>, or <c>0.5..2</c> when free.</summary>
    public override string ToString() => IsFree
        ? string.Create(CultureInfo.InvariantCulture, $"{Minimum:R}..{Maximum:R}")
        : Minimum.ToString("R", CultureInfo.InvariantCulture);
}

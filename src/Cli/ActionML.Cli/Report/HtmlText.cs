using System.Globalization;
using System.Net;

namespace ActionML.Cli;

/// <summary>Text and numbers as HTML.</summary>
internal static class HtmlText
{
    /// <summary>Text with the characters that HTML reads replaced.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number with so many significant digits, one fewer with a power of ten: <c>0.25</c>, <c>3.2 × 10⁻⁴</c>; a dash when it is not finite.</summary>
    public static string Number(double value, int digits = 3)
    {
        if (!double.IsFinite(value))
        {
            return "–";
        }

        double size = Math.Abs(value);
        if (size == 0)
        {
            return "0";
        }

        if (size is >= 0.01 and < 1e5)
        {
            int decimals = Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(size)));
            return Sign(Math.Round(value, Math.Min(decimals, 15)).ToString("0.###############", CultureInfo.InvariantCulture));
        }

        string[] parts = value.ToString("E" + (digits - 2).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Split('E');
        int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        string power = $"10<sup>{Sign(exponent.ToString(CultureInfo.InvariantCulture))}</sup>";
        string text = parts[0] == "1" ? power : $"{Sign(parts[0])} × {power}";
        return $"<span class=\"number\">{text}</span>";
    }

    /// <summary>A whole number with thin spaces between groups of three digits.</summary>
    public static string Count(long value)
    {
        string text = value.ToString("N0", CultureInfo.InvariantCulture);
        return Sign(text.Replace(",", "\u202f"));
    }

    /// <summary>Seconds in the unit that suits: <c>12 ms</c>, <c>3.4 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            return "–";
        }

        if (seconds < 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms");
        }

        return seconds < 100
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {seconds % 60:0} s");
    }

    // A real minus sign: as wide as a plus, and not a place to break the line.
    private static string Sign(string number) => number.Replace('-', '−');
}

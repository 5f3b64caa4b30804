using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ActionML.Cli;

/// <summary>Options that give something to each kind or type: <c>1=Ge,2=Te</c>.</summary>
internal static class KindOption
{
    /// <summary>The kind of each atom type.</summary>
    public static Option<Dictionary<int, string>?> Types(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "1=Ge,2=Te",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse<int, string>(result, "a list such as 1=Ge,2=Te", (key, value, map) =>
            int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int type) && type > 0 && map.TryAdd(type, value)),
    };

    /// <summary>The mass of each kind.</summary>
    public static Option<Dictionary<string, double>?> Masses(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "Ge=72.63,Te=127.6",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse<string, double>(result, "a list such as Ge=72.63,Te=127.6, masses positive and with a decimal point", (key, value, map) =>
            double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double mass) && mass > 0 && double.IsFinite(mass) && map.TryAdd(key, mass)),
    };

    private static Dictionary<TKey, TValue> Parse<TKey, TValue>(ArgumentResult result, string expected, Func<string, string, Dictionary<TKey, TValue>, bool> add)
        where TKey : notnull
    {
        Dictionary<TKey, TValue> map = [];
        string text = result.Tokens[0].Value;
        foreach (string entry in text.Split(','))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } key, { Length: > 0 } value] || !add(key, value, map))
            {
                result.AddError($"Found '{text}' for {(result.Parent is OptionResult option ? option.Option.Name : "")}; expected {expected}, each once.");
                break;
            }
        }

        return map;
    }
}

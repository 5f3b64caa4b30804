using System.Text.RegularExpressions;

namespace ActionML.Build.ApiStubs;

/// <summary>Turns the names that operators have in metadata into C#: a conversion that is only a method converts nothing.</summary>
internal static partial class Operators
{
    private static readonly Dictionary<string, string> Signs = new()
    {
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
        ["op_Modulus"] = "%",
        ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^",
        ["op_OnesComplement"] = "~",
        ["op_UnaryNegation"] = "-",
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_GreaterThan"] = ">",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_LessThan"] = "<",
        ["op_LessThanOrEqual"] = "<=",
    };

    /// <summary>A member line with its operator, if it is one.</summary>
    public static string Write(string line)
    {
        Match found = Method().Match(line);
        if (!found.Success)
        {
            return line;
        }

        (string type, string name, string parameters) = (found.Groups["type"].Value, found.Groups["name"].Value, found.Groups["parameters"].Value);
        return name switch
        {
            "op_Implicit" => $"public static implicit operator {type}{parameters}",
            "op_Explicit" => $"public static explicit operator {type}{parameters}",
            _ when Signs.TryGetValue(name, out string? sign) => $"public static {type} operator {sign}{parameters}",
            _ => line,
        };
    }

    [GeneratedRegex(@"^public static (?<type>.+) (?<name>op_[A-Z]\w*)(?<parameters>\(.*\);)$")]
    private static partial Regex Method();
}

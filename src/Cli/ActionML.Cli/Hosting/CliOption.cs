using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>Options whose values are read in the invariant culture and refused in a sentence.</summary>
internal static class CliOption
{
    /// <summary>A text or path.</summary>
    public static Option<string?> Text(string name, string helpName, string description, bool required = false) =>
        new(name) { Description = description, HelpName = helpName, Required = required };

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>A finite number.</summary>
    public static Option<double> Number(string name, string description, double standard) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => standard,
        CustomParser = ParseNumber,
    };

    /// <summary>A finite number that may be left out.</summary>
    public static Option<double?> OptionalNumber(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        HelpName = "number",
        Required = required,
        CustomParser = result => ParseNumber(result),
    };

    /// <summary>Finite numbers separated by commas: <c>300,600</c>; the word <c>none</c> for none.</summary>
    public static Option<double[]> NumberList(string name, string description, IReadOnlyList<double> standard) => new(name)
    {
        Description = description,
        HelpName = "300,600|none",
        DefaultValueFactory = _ => [.. standard],

        // An options file gives each number of a list by itself.
        CustomParser = result => result.Tokens is [{ Value: "none" }]
            ? []
            : [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(text => ParseNumber(result, text))],
    };

    /// <summary>Positive whole numbers separated by commas, which may be left out.</summary>
    public static Option<int[]> IntegerList(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            List<int> values = [];
            foreach (string part in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value == 0)
                {
                    result.AddError($"Found '{part}' for {Name(result)}; expected positive whole numbers separated by commas, such as {helpName}.");
                    break;
                }

                values.Add(value);
            }

            return [.. values];
        },
    };

    /// <summary>A whole number.</summary>
    public static Option<int> Integer(string name, string description, int standard) => new(name)
    {
        Description = description,
        HelpName = "whole number",
        DefaultValueFactory = _ => standard,
        CustomParser = result => ParseInteger(result),
    };

    /// <summary>A whole number that may be left out.</summary>
    public static Option<long?> OptionalInteger(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "whole number",
        CustomParser = result => ParseInteger(result),
    };

    /// <summary>A wall-clock duration: <c>150s</c>, <c>25m</c>, <c>1.5h</c>.</summary>
    public static Option<TimeSpan> Duration(string name, string description, TimeSpan standard) => new(name)
    {
        Description = description,
        HelpName = "150s|25m|1h",
        DefaultValueFactory = _ => standard,
        CustomParser = ParseDuration,
    };

    /// <summary>One of several words.</summary>
    public static Option<string> Choice(string name, string description, string standard, params string[] words)
    {
        var option = new ChoiceOption(name, words)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!words.Contains(text))
                {
                    result.AddError($"Found '{text}' for {name}; expected {string.Join(", ", words[..^1])} or {words[^1]}.");
                }

                return text;
            },
        };
        return option;
    }

    /// <summary>The CPU or a CUDA device: <c>--device</c>.</summary>
    public static Option<ExecutionTarget> Device(string description) => new("--device")
    {
        Description = description,
        HelpName = "cpu|cuda:0",
        DefaultValueFactory = _ => ExecutionTarget.Cpu,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!ExecutionTarget.TryParse(text, out ExecutionTarget? target))
            {
                result.AddError($"Found '{text}' for {Name(result)}; expected cpu, or cuda: and the number of a device, such as cuda:0.");
            }

            return target;
        },
    };

    private static double ParseNumber(ArgumentResult result) => ParseNumber(result, result.Tokens[0].Value);

    private static double ParseNumber(ArgumentResult result, string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            result.AddError($"Found '{text}' for {Name(result)}; expected a number with a decimal point, such as 0.25 or 1e-8.");
        }

        return value;
    }

    private static int ParseInteger(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            result.AddError($"Found '{text}' for {Name(result)}; expected a whole number of at most {int.MaxValue}.");
        }

        return value;
    }

    private static TimeSpan ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        double unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit > 0
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value > 0 && value * unit < 1e7)
        {
            return TimeSpan.FromSeconds(value * unit);
        }

        result.AddError($"Found '{text}' for {Name(result)}; expected a duration such as 150s, 25m or 1.5h.");
        return TimeSpan.Zero;
    }

    private static string Name(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
}

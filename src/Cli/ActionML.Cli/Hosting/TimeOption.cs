using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActionML.Cli;

/// <summary>Options that take simulated times, with or without a unit, and temperatures.</summary>
internal static class TimeOption
{
    /// <summary>A time that may be left out.</summary>
    public static Option<TimeText?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = TimeText.Example,
        CustomParser = result => Parse(result, name, result.Tokens[0].Value),
    };

    /// <summary>Any number of times: the option may be repeated.</summary>
    public static Option<TimeText[]> Times(string name, string description) => new(name)
    {
        Description = description,
        HelpName = TimeText.Example,
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result => [.. result.Tokens.Select(token => Parse(result, name, token.Value))],
    };

    /// <summary>A ramp of the temperature that may be left out.</summary>
    public static Option<RampText?> Ramp(string name, string description) => new(name)
    {
        Description = description,
        HelpName = RampText.Example,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!RampText.TryParse(text, out RampText ramp))
            {
                result.AddError(
                    $"Found '{text}' for {name}; expected two temperatures and a time, START:END:TIME, such as {RampText.Example}.");
            }

            return ramp;
        },
    };

    /// <summary>Temperatures of replicas that may be left out.</summary>
    public static Option<TemperaturesText?> Temperatures(string name, string description) => new(name)
    {
        Description = description,
        HelpName = TemperaturesText.Example,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!TemperaturesText.TryParse(text, out TemperaturesText? temperatures))
            {
                result.AddError(
                    $"Found '{text}' for {name}; expected two temperatures START:END, such as 600:1000, or a list of some, such as 300,600,900, each 0 or more.");
            }

            return temperatures;
        },
    };

    private static TimeText Parse(ArgumentResult result, string name, string text)
    {
        if (!TimeText.TryParse(text, out TimeText time))
        {
            result.AddError(
                $"Found '{text}' for {name}; expected a positive time such as 100ps, 250fs or 0.1ns, or a number with a decimal point (in fs, or dimensionless).");
        }

        return time;
    }
}

using System.CommandLine;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Options of every command that reads trajectories: what to assume where a file says nothing.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string> _units = CliOption.Choice("--units", "Units of a file that does not name them.", "auto", "auto", "atomistic", "dimensionless");
    private readonly Option<int> _dimension = CliOption.Integer("--file-dimension", "Dimension of a file that does not name it, 2 or 3.", new ExtendedXyzReadOptions().DefaultDimension);
    private readonly Option<double?> _spacing = CliOption.OptionalNumber("--time-between-frames", "Time between the frames of a file without times, in fs or dimensionless; needs --units.");
    private readonly Option<bool> _derive = CliOption.Switch("--derive-momenta", "Derive missing momenta from the positions, by five-point differences; drops two frames at each end.");
    private readonly Option<bool> _unwrap = CliOption.Switch("--unwrap", "Undo the wrapping of periodic positions.");

    /// <summary>The options themselves.</summary>
    public IReadOnlyList<Option> All => [_units, _dimension, _spacing, _derive, _unwrap];

    /// <summary>What the user chose.</summary>
    /// <exception cref="UsageException">A time was given without units, or is not positive.</exception>
    public ExtendedXyzReadOptions Read(ParseResult parse)
    {
        UnitSystem? units = parse.GetValue(_units) switch
        {
            "atomistic" => UnitSystem.Atomistic,
            "dimensionless" => UnitSystem.Dimensionless,
            _ => null,
        };
        TimeStep? spacing = null;
        if (parse.GetValue(_spacing) is { } time)
        {
            spacing = units is { } known
                ? Steps.Parse(_spacing.Name, time, known)
                : throw new UsageException($"{_spacing.Name} needs {_units.Name}: say whether it is in femtoseconds (atomistic) or dimensionless.");
        }

        return new ExtendedXyzReadOptions
        {
            Units = units,
            DefaultDimension = parse.GetValue(_dimension),
            FrameSpacing = spacing,
            DeriveMomenta = parse.GetValue(_derive),
            Unwrap = parse.GetValue(_unwrap),
        };
    }
}

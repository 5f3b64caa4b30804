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
    private readonly Option<Dictionary<int, string>?> _types = KindOption.Types("--type-map", "Kind of each atom type of a LAMMPS dump.");
    private readonly Option<Dictionary<string, double>?> _masses = KindOption.Masses("--masses", "Mass of each kind, in u or dimensionless, for files without masses.");
    private readonly Option<string> _lammpsUnits = CliOption.Choice("--lammps-units", "Units of a LAMMPS dump without them.", "auto", "auto", "metal", "real", "lj");
    private readonly Option<double?> _lammpsStep = CliOption.OptionalNumber("--lammps-step", "Time step of the run that wrote a LAMMPS dump without times, in fs; dimensionless for lj.");

    /// <summary>The options themselves.</summary>
    public IReadOnlyList<Option> All => [_units, _dimension, _spacing, _derive, _unwrap, _types, _masses, _lammpsUnits, _lammpsStep];

    /// <summary>What the user chose.</summary>
    /// <exception cref="UsageException">A time was given without units, or is not positive.</exception>
    public TrajectoryReadOptions Read(ParseResult parse)
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

        LammpsUnits? lammps = parse.GetValue(_lammpsUnits) is { } word && word != "auto" ? Enum.Parse<LammpsUnits>(word, ignoreCase: true) : null;
        return new TrajectoryReadOptions
        {
            ExtendedXyz = new ExtendedXyzReadOptions
            {
                Units = units,
                DefaultDimension = parse.GetValue(_dimension),
                FrameSpacing = spacing,
                Masses = parse.GetValue(_masses),
                DeriveMomenta = parse.GetValue(_derive),
                Unwrap = parse.GetValue(_unwrap),
            },
            LammpsDump = new LammpsDumpReadOptions
            {
                Units = lammps,
                Types = parse.GetValue(_types),
                Masses = parse.GetValue(_masses),
                TimeStep = parse.GetValue(_lammpsStep) is { } step
                    ? Steps.Parse(_lammpsStep.Name, step, lammps == LammpsUnits.Lj ? UnitSystem.Dimensionless : UnitSystem.Atomistic)
                    : null,
                DeriveMomenta = parse.GetValue(_derive),
                Unwrap = parse.GetValue(_unwrap),
            },
        };
    }
}

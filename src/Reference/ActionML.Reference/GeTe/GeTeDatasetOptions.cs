using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>
/// Which reference trajectories of germanium telluride <see cref="GeTeDataset"/> makes: short microcanonical segments at
/// each temperature, apart in time by Langevin dynamics, so that pairs of frames are nearly independent.
/// </summary>
public sealed record GeTeDatasetOptions
{
    /// <summary>Atoms in the cubic cell, 8 or more; for crystals 8n³.</summary>
    public int Atoms { get; init; } = 216;

    /// <summary>
    /// Temperatures in K, above 0 and at most <see cref="GeTeThermalHistory.MeltTemperature"/>. Below 1000 K the melt is
    /// cooled to them at <see cref="CoolingRate"/>: at 300 K that is a glass.
    /// </summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [300, 600, 800, 1000];

    /// <summary>Temperatures in K at which the rock-salt crystal is followed as well; needs a composition of 0.5.</summary>
    public IReadOnlyList<double> CrystalTemperatures { get; init; } = [300];

    /// <summary>Share x of germanium in Ge_x Te_{1−x}, between 0 and 1; rounded to whole atoms.</summary>
    public double Composition { get; init; } = 0.5;

    /// <summary>Number density in Å⁻³, positive.</summary>
    public double Density { get; init; } = 0.0335;

    /// <summary>Independent preparations per temperature, at least 1; each is one trajectory file of the command line.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Time at each temperature before the first segment, in ps; 0 or positive.</summary>
    public double EquilibrationPicoseconds { get; init; } = 10;

    /// <summary>How fast the melt is cooled below 1000 K, in K/ps; positive. 7 is 1000 K to 300 K in 100 ps.</summary>
    public double CoolingRate { get; init; } = 7;

    /// <summary>Friction time of the Langevin dynamics between segments, in ps; positive.</summary>
    public double FrictionPicoseconds { get; init; } = 1;

    /// <summary>Segments per preparation, at least 1.</summary>
    public int Segments { get; init; } = 200;

    /// <summary>Length of a segment, in fs, at least one frame spacing; rounded down to whole spacings.</summary>
    public double SegmentFemtoseconds { get; init; } = 72;

    /// <summary>Langevin dynamics between two segments, in fs; 0 or positive.</summary>
    public double GapFemtoseconds { get; init; } = 500;

    /// <summary>Time between recorded frames, in fs: a whole number of reference steps. A model's step is a multiple of it.</summary>
    public double FrameSpacingFemtoseconds { get; init; } = 4;

    /// <summary>Step of velocity Verlet, in fs, positive; 2 keeps the energy to 1e-5 eV/atom over 20 ps.</summary>
    public double StepFemtoseconds { get; init; } = 2;

    /// <summary>Seed of all chance. A preparation depends on it, its temperature's place and its number alone.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reference steps between two frames.</summary>
    public int StepsPerFrame => (int)Math.Round(FrameSpacingFemtoseconds / StepFemtoseconds);

    /// <summary>Frames of a segment, the first one included.</summary>
    public int FramesPerSegment => (int)Math.Floor((SegmentFemtoseconds / FrameSpacingFemtoseconds) + 1e-9) + 1;

    /// <summary>Atoms of germanium.</summary>
    public int GermaniumAtoms => (int)Math.Round(Composition * Atoms);

    /// <summary>Checks all values and lists everything that is wrong at once.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        List<string> errors = [];
        void Require(bool condition, string name, object value, string expected)
        {
            if (!condition)
            {
                errors.Add(FormattableString.Invariant($"{name} is {value}, expected {expected}"));
            }
        }

        void RequirePositive(string name, double value) => Require(double.IsFinite(value) && value > 0, name, value, "a positive number");
        void RequireTemperatures(string name, IReadOnlyList<double> values)
        {
            foreach (double value in values)
            {
                Require(
                    value is > 0 and <= GeTeThermalHistory.MeltTemperature, name, value, $"above 0 and at most {GeTeThermalHistory.MeltTemperature} K");
            }
        }

        Require(Atoms is >= 8 and <= 1_000_000, nameof(Atoms), Atoms, "8 to a million");
        Require(Temperatures.Count + CrystalTemperatures.Count > 0, nameof(Temperatures), "empty", "at least one temperature");
        RequireTemperatures(nameof(Temperatures), Temperatures);
        RequireTemperatures(nameof(CrystalTemperatures), CrystalTemperatures);
        Require(Composition is >= 0 and <= 1, nameof(Composition), Composition, "0 to 1");
        if (CrystalTemperatures.Count > 0)
        {
            Require(GeTeStructures.IsRockSalt(Atoms), nameof(Atoms), Atoms, "8n³ (8, 64, 216, 512, 1000, 1728, …) for a crystal; or give no crystal temperatures");
            Require(2 * GermaniumAtoms == Atoms, nameof(Composition), Composition, "0.5 for a crystal; or give no crystal temperatures");
        }

        Require(Density is > 0 and <= 0.06, nameof(Density), Density, "above 0 and at most 0.06 Å⁻³");
        Require(Replicas >= 1, nameof(Replicas), Replicas, "at least 1");
        Require(double.IsFinite(EquilibrationPicoseconds) && EquilibrationPicoseconds >= 0, nameof(EquilibrationPicoseconds), EquilibrationPicoseconds, "0 or a positive number");
        RequirePositive(nameof(CoolingRate), CoolingRate);
        RequirePositive(nameof(FrictionPicoseconds), FrictionPicoseconds);
        Require(Segments >= 1, nameof(Segments), Segments, "at least 1");
        RequirePositive(nameof(StepFemtoseconds), StepFemtoseconds);
        Require(double.IsFinite(GapFemtoseconds) && GapFemtoseconds >= 0, nameof(GapFemtoseconds), GapFemtoseconds, "0 or a positive number");
        RequirePositive(nameof(FrameSpacingFemtoseconds), FrameSpacingFemtoseconds);
        double ratio = FrameSpacingFemtoseconds / StepFemtoseconds;
        Require(
            ratio > 0.5 && Math.Abs(ratio - Math.Round(ratio)) < 1e-6,
            nameof(FrameSpacingFemtoseconds),
            FrameSpacingFemtoseconds,
            FormattableString.Invariant($"a whole number of steps of {StepFemtoseconds} fs"));
        Require(
            double.IsFinite(SegmentFemtoseconds) && SegmentFemtoseconds >= FrameSpacingFemtoseconds * (1 - 1e-9),
            nameof(SegmentFemtoseconds),
            SegmentFemtoseconds,
            $"at least {nameof(FrameSpacingFemtoseconds)}");
        if (errors.Count > 0)
        {
            throw new UsageException($"The data set's options cannot be used: {string.Join("; ", errors)}.");
        }
    }
}

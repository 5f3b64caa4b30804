using System.Globalization;

namespace ActionML.Runtime;

/// <summary>What a model was trained for. Stored as the metadata <c>actionml.*</c> of its ONNX file and read first.</summary>
public sealed record ModelManifest
{
    /// <summary>The newest format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    private const string Prefix = "actionml.";

    /// <summary>Action or direct.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The type that the file computes in.</summary>
    public ModelPrecision Precision { get; init; } = ModelPrecision.Single;

    /// <summary>Spatial dimension D, 2 or 3.</summary>
    public required int Dimension { get; init; }

    /// <summary>The step h of the map, with its units.</summary>
    public required TimeStep TimeStep { get; init; }

    /// <summary>The kinds of particles that the model knows; a particle's species is an index into this list.</summary>
    public required IReadOnlyList<string> Species { get; init; }

    /// <summary>The trained masses of each kind.</summary>
    public required IReadOnlyList<MassRange> Masses { get; init; }

    /// <summary>Distance beyond which particles do not see each other; null when every pair counts.</summary>
    public double? Cutoff { get; init; }

    /// <summary>The number of recorded frames that one step of the model spans.</summary>
    public required int Lag { get; init; }

    /// <summary>s, the RMS of Δp/√m over the training pairs: the unit of the corrector's residual.</summary>
    public required double ResidualScale { get; init; }

    /// <summary>Mean neighbor count of the training data, by which neighbor sums are divided.</summary>
    public required double MeanNeighbors { get; init; }

    /// <summary>
    /// The number of particles of the training data: where every pair counts it is one more than that of the neighbors.
    /// Null for a model with a cutoff, and where the data had systems of several sizes.
    /// </summary>
    public int? Particles => Cutoff is null && Math.Abs(MeanNeighbors - Math.Round(MeanNeighbors)) < 1e-9 ? (int)Math.Round(MeanNeighbors) + 1 : null;

    /// <summary>Springs that stand for S_qq where solves are preconditioned; null where none were measured (models without a cutoff, direct models).</summary>
    public PairStiffness? PairStiffness { get; init; }

    /// <summary>Symmetries that hold by construction, whatever the weights.</summary>
    public required IReadOnlyList<string> Symmetries { get; init; }

    /// <summary>How the model was trained, in one line.</summary>
    public string Training { get; init; } = "";

    /// <summary>SHA-256 of the training data, in hexadecimal.</summary>
    public string DataSha256 { get; init; } = "";

    /// <summary>The manifest as metadata entries, all in the invariant culture.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            [Prefix + "format"] = CurrentFormat.ToString(CultureInfo.InvariantCulture),
            [Prefix + "kind"] = Kind == ModelKind.Action ? "action" : "direct",
            [Prefix + "precision"] = Precision == ModelPrecision.Double ? "double" : "single",
            [Prefix + "dimension"] = Dimension.ToString(CultureInfo.InvariantCulture),
            [Prefix + "timestep"] = Number(TimeStep.DisplayValue),
            [Prefix + "timestep_unit"] = TimeStep.UnitSymbol,
            [Prefix + "units"] = TimeStep.Units == UnitSystem.Atomistic ? "atomistic" : "dimensionless",
            [Prefix + "species"] = string.Join(' ', Species),
            [Prefix + "masses"] = string.Join(' ', Masses),
            [Prefix + "cutoff"] = Cutoff is { } cutoff ? Number(cutoff) : "",
            [Prefix + "lag"] = Lag.ToString(CultureInfo.InvariantCulture),
            [Prefix + "residual_scale"] = Number(ResidualScale),
            [Prefix + "mean_neighbors"] = Number(MeanNeighbors),
            [Prefix + "pair_stiffness"] = PairStiffness?.ToString() ?? "",
            [Prefix + "symmetries"] = string.Join(' ', Symmetries),
            [Prefix + "training"] = Training,
            [Prefix + "data_sha256"] = DataSha256,
        };
    }

    /// <summary>Reads the metadata of an ONNX file.</summary>
    /// <param name="metadata">All custom metadata of the file.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="ModelMismatchException">The file is not an ActionML model, or of a newer format, or an entry is malformed.</exception>
    public static ModelManifest FromMetadata(IReadOnlyDictionary<string, string> metadata, string source)
    {
        string Get(string key) => metadata.TryGetValue(Prefix + key, out string? value)
            ? value
            : throw new ModelMismatchException(
                $"'{source}' has no metadata entry '{Prefix}{key}', so it is not a model that ActionML wrote. Export it again with 'actionml export', or point to another file.");

        T Parse<T>(string key, Func<string, T> parse)
        {
            string text = Get(key);
            try
            {
                return parse(text);
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw new ModelMismatchException(
                    $"'{source}' has '{Prefix}{key}' = '{text}', which cannot be read. The file is damaged or was edited; export it again.", e);
            }
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

        int format = Parse("format", Integer);
        if (format > CurrentFormat)
        {
            throw new ModelMismatchException(
                $"'{source}' has format {format}; this version reads formats up to {CurrentFormat}. Update ActionML, or export the model with this version.");
        }

        UnitSystem units = Parse("units", text => text switch
        {
            "atomistic" => UnitSystem.Atomistic,
            "dimensionless" => UnitSystem.Dimensionless,
            _ => throw new FormatException(),
        });

        return new ModelManifest
        {
            Kind = Parse("kind", text => text switch
            {
                "action" => ModelKind.Action,
                "direct" => ModelKind.Direct,
                _ => throw new FormatException(),
            }),
            Precision = Parse("precision", text => text switch
            {
                "single" => ModelPrecision.Single,
                "double" => ModelPrecision.Double,
                _ => throw new FormatException(),
            }),
            Dimension = Parse("dimension", Integer),
            TimeStep = Parse("timestep", text => TimeStep.FromDisplayValue(Number(text), units)),
            Species = Parse("species", text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            Masses = Parse("masses", text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(MassRange.Parse).ToArray()),
            Cutoff = Parse("cutoff", text => text.Length == 0 ? (double?)null : Number(text)),
            Lag = Parse("lag", Integer),
            ResidualScale = Parse("residual_scale", Number),
            MeanNeighbors = Parse("mean_neighbors", Number),
            PairStiffness = metadata.ContainsKey(Prefix + "pair_stiffness") // not in files of earlier versions
                ? Parse("pair_stiffness", text => text.Length == 0 ? null : Runtime.PairStiffness.Parse(text))
                : null,
            Symmetries = Parse("symmetries", text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            Training = Get("training"),
            DataSha256 = Get("data_sha256"),
        };
    }

    /// <summary>Translates a system's kinds into indices, after checking that the model is meant for it.</summary>
    /// <returns>Species indices, [N].</returns>
    /// <exception cref="ModelMismatchException">Dimension, units, a kind or a mass is not the model's.</exception>
    public long[] SpeciesOf(ParticleSystem system)
    {
        if (system.Dimension != Dimension)
        {
            throw new ModelMismatchException(
                $"The model was trained in {Dimension} dimensions; this system has {system.Dimension}. Use a model for {system.Dimension} dimensions.");
        }

        if (system.Units != TimeStep.Units)
        {
            throw new ModelMismatchException(
                $"The model uses {Name(TimeStep.Units)} units; this system is given in {Name(system.Units)} units. Convert the system or use another model.");
        }

        List<string> kinds = [.. Species];
        var indices = new long[system.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            int index = kinds.IndexOf(system.Kinds[i]);
            if (index < 0)
            {
                throw new ModelMismatchException(
                    $"Particle {i + 1} is of kind '{system.Kinds[i]}'; the model knows {string.Join(", ", Species)}. Train a model with this kind, or correct the species column.");
            }

            MassRange trained = Masses[index];
            if (!trained.IsFree && !trained.Contains(system.Masses[i]))
            {
                throw new ModelMismatchException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Particle {i + 1} ({system.Kinds[i]}) has mass {system.Masses[i]}; the model was trained with {trained}. Use the trained mass, or train a model with free masses."));
            }

            indices[i] = index;
        }

        return indices;

        static string Name(UnitSystem units) => units == UnitSystem.Atomistic ? "atomistic" : "dimensionless";
    }
}

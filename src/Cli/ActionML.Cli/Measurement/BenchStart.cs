using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>The model and the initial state of a measurement, those of a bundle where none are named.</summary>
internal static class BenchStart
{
    private const string BundledModel = "models/gete";
    private const string BundledStart = "data/gete-216-800K.xyz";

    /// <summary>The model directory.</summary>
    /// <exception cref="UsageException">None is named, and there is none beside the program.</exception>
    public static string Model(string? asked)
    {
        if (asked is not null)
        {
            return asked;
        }

        string bundled = Beside(BundledModel);
        return Directory.Exists(bundled)
            ? bundled
            : throw new UsageException($"No model is named, and there is no '{bundled}' as in a bundle. Name a model directory: actionml bench model/ --start state.xyz.");
    }

    /// <summary>Where the initial state is from.</summary>
    /// <exception cref="UsageException">None is named, and the model fits none that is at hand.</exception>
    public static string Source(string? asked, ModelManifest manifest)
    {
        if (asked is not null)
        {
            return asked;
        }

        if (manifest.Cutoff is null && manifest.TimeStep.Units == UnitSystem.Dimensionless)
        {
            return StartState.FigureEight;
        }

        string bundled = Beside(BundledStart);
        return manifest.Cutoff is not null && File.Exists(bundled) && manifest.Species.Contains("Ge") && manifest.Species.Contains("Te")
            ? bundled
            : throw new UsageException($"There is no initial state for a model of {string.Join(", ", manifest.Species)}. Give one: --start state.xyz.");
    }

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}

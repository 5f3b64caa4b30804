namespace ActionML.Cli.Tests;

/// <summary>
/// A small data set and models trained on it for a few iterations, made once by the commands themselves. The models are
/// bad, but their step is symplectic and reversible all the same.
/// </summary>
[TestClass]
public sealed class TinyModel
{
    /// <summary>The step of the models.</summary>
    public const string Step = "0.1";

    private static string _folder = "";

    /// <summary>The training data.</summary>
    public static string Data => Path.Combine(_folder, "data.xyz");

    /// <summary>The model directory, with all four files.</summary>
    public static string Directory => Path.Combine(_folder, "model");

    /// <summary>The saved models.</summary>
    public static string Saved => Path.Combine(_folder, "model.zip");

    /// <summary>What training said.</summary>
    internal static CliResult Training { get; private set; } = null!;

    /// <summary>Makes everything.</summary>
    [AssemblyInitialize]
    public static void Make(TestContext context)
    {
        _folder = System.IO.Directory.CreateTempSubdirectory("actionml-cli-model-").FullName;
        CliTest.Run("generate", "three-body", "--out", Data, "--trajectories", "12", "--duration", "1", "--seed", "3").MustSucceed();
        Training = CliTest.RunIn(
            "de-DE", "train", Data, "--time-step", Step, "--out", Directory, "--save-as", Saved, "--max-iterations", "30", "--learning-rate", "1e-3", "--width", "8", "--json").MustSucceed();
    }

    /// <summary>Removes everything.</summary>
    [AssemblyCleanup]
    public static void Remove() => System.IO.Directory.Delete(_folder, recursive: true);
}

using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Demo;

/// <summary>The demo's command line.</summary>
internal static class DemoArguments
{
    /// <summary>What it understands.</summary>
    public const string Help = """
        Trains an action and a direct model on three gravitating bodies and simulates the figure eight with them.

          --long               train up to 30 minutes, and for the step 0.5 as well
          --fresh              make data and models anew; without it, those of an earlier run with the same options are used
          --out <directory>    where to write; default artifacts/demo of the repository, or of the current directory
          --train-seconds <n>  another training time
          --periods <n>        another number of periods to simulate, default 100
          --set-up-seconds <n> what set-up took, for the report
        """;

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">Something is not understood.</exception>
    public static DemoOptions Parse(string[] args)
    {
        var options = new DemoOptions { Directory = DefaultDirectory() };
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--long" => options with { Long = true },
                "--fresh" => options with { Fresh = true },
                "--out" => options with { Directory = Path.GetFullPath(Value(ref i)) },
                "--train-seconds" => options with { TrainingTime = TimeSpan.FromSeconds(Number(ref i)) },
                "--periods" => options with { Periods = (int)Number(ref i) },
                "--set-up-seconds" => options with { SetUpSeconds = Number(ref i, least: 0) },
                _ => throw new UsageException($"Found '{args[i]}'; expected --long, --fresh, --out, --train-seconds, --periods or --set-up-seconds. See --help."),
            };
        }

        return options;

        string Value(ref int i) => ++i < args.Length ? args[i] : throw new UsageException($"{args[i - 1]} needs a value. See --help.");

        double Number(ref int i, double least = 1)
        {
            string text = Value(ref i);
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value < 1e6
                ? value
                : throw new UsageException($"Found '{text}' for {args[i - 1]}; expected a number of at least {least}.");
        }
    }

    // The repository's own artifacts folder, wherever the program was started from.
    private static string DefaultDirectory()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ActionML.sln")))
            {
                return Path.Combine(folder.FullName, "artifacts", "demo");
            }
        }

        return Path.GetFullPath(Path.Combine("artifacts", "demo"));
    }
}

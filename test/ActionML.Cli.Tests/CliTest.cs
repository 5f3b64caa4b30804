using System.Diagnostics;
using System.Globalization;

namespace ActionML.Cli.Tests;

/// <summary>Runs command lines inside the test's process, each test in a folder of its own.</summary>
public abstract class CliTest
{
    /// <summary>Cultures that every file and message must survive: German writes 0,25 and 1.000.</summary>
    public static IEnumerable<object[]> Cultures => [["en-US"], ["de-DE"]];

    /// <summary>The test's folder.</summary>
    protected string Folder { get; private set; } = "";

    /// <summary>MSTest's context.</summary>
    public TestContext TestContext { get; set; } = null!;

    /// <summary>Makes the folder.</summary>
    [TestInitialize]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("actionml-cli-").FullName;

    /// <summary>Removes the folder.</summary>
    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(Folder, recursive: true);

    /// <summary>A path in the test's folder.</summary>
    protected string File(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file in the test's folder and returns its path.</summary>
    protected string Write(string name, string text)
    {
        string path = File(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a command line.</summary>
    internal static CliResult Run(params string[] args) => Run("en-US", CancellationToken.None, args);

    /// <summary>Runs a command line in a culture.</summary>
    internal static CliResult RunIn(string culture, params string[] args) => Run(culture, CancellationToken.None, args);

    /// <summary>Runs a command line that may be cancelled.</summary>
    internal static CliResult Run(string culture, CancellationToken token, params string[] args)
    {
        using var output = new StringWriter(CultureInfo.GetCultureInfo(culture));
        using var error = new StringWriter(CultureInfo.GetCultureInfo(culture));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            int code = CommandLine.RunAsync(args, new CliHost(output, TextWriter.Synchronized(error), interactive: false), token).GetAwaiter().GetResult();
            return new CliResult(code, output.ToString(), error.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Cancels as soon as a file is there.</summary>
    protected static Task CancelWhenThere(string path, CancellationTokenSource source) => Task.Factory.StartNew(
    () =>
    {
        var watch = Stopwatch.StartNew();
        while (!System.IO.File.Exists(path) && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            Thread.Sleep(1);
        }

        source.Cancel();
    },
    CancellationToken.None,
    TaskCreationOptions.LongRunning, // a thread of its own: the pool's may all be busy until the run has ended
    TaskScheduler.Default);
}

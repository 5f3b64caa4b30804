using System.Diagnostics;
using System.Reflection;

namespace ActionML.Build.Tests;

/// <summary>The clone that this assembly was built from, and its scripts.</summary>
internal static class Repository
{
    /// <summary>The root folder.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The paths of all tracked and new files that git does not ignore, relative to the root.</summary>
    public static IReadOnlyList<string> Files()
    {
        (int code, string output) = Run("git", "ls-files", "--cached", "--others", "--exclude-standard");
        if (code != 0)
        {
            Assert.Inconclusive("This is not a git clone; the list of its files is unknown.");
        }

        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(Path.Combine(Root, path)))];
    }

    /// <summary>The path of a full listing; without one the test is skipped.</summary>
    public static string FullListing(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("ACTIONML_API_LISTINGS");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Inconclusive("ACTIONML_API_LISTINGS names no folder with the full listings; build/check-api.sh sets it.");
        }

        return Path.Combine(folder, name);
    }

    /// <summary>Runs a program in the root folder and returns its exit code and output, errors included.</summary>
    public static (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}

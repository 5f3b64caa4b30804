using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ActionML.Samples.Tests;

/// <summary>A sample program, as it was built, and the output that its folder says it has.</summary>
internal sealed class Sample(string folder, string program)
{
    /// <summary>The root of the clone.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>Checks that a run writes what the sample's <c>expected-output.txt</c> says; there, <c>#</c> stands for a number.</summary>
    public void CheckOutput(params string[] arguments)
    {
        (int code, string output, string errors) = Run(arguments);
        Assert.AreEqual(0, code, errors);
        CheckLines(output);
    }

    /// <summary>Checks a text against <c>expected-output.txt</c>.</summary>
    public void CheckLines(string output)
    {
        string[] expected = File.ReadAllLines(Path.Combine(Root, "samples", folder, "expected-output.txt"));
        string[] found = output.TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        Assert.HasCount(expected.Length, found, output);
        foreach ((string pattern, string line) in expected.Zip(found))
        {
            string number = @"-?\d+(\.\d+)?(E[+-]\d+)?";
            StringAssert.Matches(line, new Regex("^" + string.Join(number, pattern.Split('#').Select(Regex.Escape)) + "$"), pattern);
        }
    }

    /// <summary>Runs the program to its end.</summary>
    public (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>Starts the program.</summary>
    public Process Start(params string[] arguments)
    {
        string path = Path.Combine(Root, "samples", folder, "bin", Metadata("Configuration"), "net10.0", program + ".dll");
        return Process.Start(new ProcessStartInfo("dotnet", [path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string Metadata(string key) => typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}

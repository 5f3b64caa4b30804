using System.Text.RegularExpressions;

namespace ActionML.Build.Tests;

/// <summary>What must hold for the files of the repository as a whole.</summary>
[TestClass]
public sealed partial class RepositoryTests
{
    [TestMethod]
    public void NoFileNamesAPathOfOneMachine()
    {
        string root = Repository.Root.TrimEnd('/', '\\');
        List<string> found = [];
        foreach (string path in Repository.Files().Where(path => !path.EndsWith(".onnx", StringComparison.Ordinal)))
        {
            string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, path));
            found.AddRange(lines.Index().Where(line => line.Item.Contains(root + "/", StringComparison.Ordinal) || MachinePath().IsMatch(line.Item))
                .Select(line => $"{path}:{line.Index + 1}: {line.Item.Trim()}"));
        }

        Assert.IsEmpty(found, "Paths that exist on one machine only:\n" + string.Join("\n", found));
    }

    [TestMethod]
    public void LockFilesNameNoRegistry()
    {
        IEnumerable<string> found = Repository.Files().Where(path => path.EndsWith("package-lock.json", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(Path.Combine(Repository.Root, path)).Contains("\"resolved\": \"http", StringComparison.Ordinal));
        Assert.IsEmpty(found, "Install with --omit-lockfile-registry-resolved.");
    }

    [TestMethod]
    public void SolutionHasEveryProject()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "ActionML.sln")).Replace('\\', '/');
        string[] restoredOnly = ["build/local/", "build/Probe/", "build/Gpu/"];
        IEnumerable<string> missing = Repository.Files().Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(path => !restoredOnly.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal));
        Assert.IsEmpty(missing, "Add with 'dotnet sln ActionML.sln add': " + string.Join(" ", missing));
    }

    [TestMethod]
    public void SolutionBuildsWithoutWhatNpmBrings()
    {
        // This stand-in compiles sources from npm, which are not there where the feed has ONNX Runtime.
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "ActionML.sln")).Replace('\\', '/');
        Assert.DoesNotContain("build/local/OnnxRuntime", solution);
    }

    [TestMethod]
    public void VersionsAreCentral()
    {
        IEnumerable<string> found = Repository.Files().Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(path => PackageVersion().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, path))));
        Assert.IsEmpty(found, "Package versions belong in Directory.Packages.props: " + string.Join(" ", found));
    }

    // The build checks all other rules of style, and 'dotnet format whitespace' the layout.
    [TestMethod]
    public void NamespacesAreUsedInOrder()
    {
        List<string> found = [];
        foreach (string path in Repository.Files().Where(path => path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            string[] names = [.. File.ReadLines(Path.Combine(Repository.Root, path))
                .TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
                .Select(line => Using().Match(line).Groups[1].Value).Where(name => name.Length > 0)];
            IEnumerable<string> sorted = names.OrderBy(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal))
                .ThenBy(name => name, StringComparer.OrdinalIgnoreCase);
            if (!names.SequenceEqual(sorted))
            {
                found.Add($"{path}: {string.Join(", ", sorted)}");
            }
        }

        Assert.IsEmpty(found, "Order, System first: " + string.Join("; ", found));
    }

    // Home folders and the roots of build machines; the pattern is split so that it does not match itself.
    [GeneratedRegex(@"(^|[^\w.~-])/(work|farm|root|ho" + @"me)/[a-z.]|[A-Z]:\\Use" + @"rs\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^using ([\w.]+);")]
    private static partial Regex Using();

    [GeneratedRegex("<PackageReference[^>]* Version=")]
    private static partial Regex PackageVersion();
}

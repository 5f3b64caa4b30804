using System.Reflection;
using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Build.Tests;

/// <summary>
/// The public surface of the libraries is what their PublicAPI.txt says, so that a change of it is seen in review.
/// <c>build/update-public-api.sh</c> writes the files anew.
/// </summary>
[TestClass]
public sealed class PublicApiTests
{
    [TestMethod]
    public void RuntimeHasTheListedSurface() => Compare(typeof(PhasePoint).Assembly, "src/Runtime/ActionML.Runtime/PublicAPI.txt");

    [TestMethod]
    public void ExportHasTheListedSurface() => Compare(typeof(ParameterStore).Assembly, "src/Export/ActionML.Export/PublicAPI.txt");

    private static void Compare(Assembly assembly, string path)
    {
        string file = Path.Combine(Repository.Root, path);
        string found = string.Join("\n", new ApiPrinter(annotated: true).Types(assembly));
        if (Environment.GetEnvironmentVariable("ACTIONML_UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(file, found);
        }

        string[] listed = File.Exists(file) ? File.ReadAllText(file).Split('\n') : [];
        string[] actual = found.Split('\n');
        string difference = string.Join("\n", listed.Except(actual).Select(line => "gone: " + line).Concat(actual.Except(listed).Select(line => "new:  " + line)));
        Assert.IsTrue(listed.SequenceEqual(actual), $"{path} differs from the assembly; where that is intended, run 'bash build/update-public-api.sh'.\n{difference}");
    }
}

using System.Reflection;
using System.Text.RegularExpressions;

namespace ActionML.Trainers.Tests;

/// <summary>What is called by reflection is there: in the listing always, in the package where it is there.</summary>
[TestClass]
public sealed class OnnxPackageTests
{
    [TestMethod]
    public void EveryReflectedMemberIsInTheListing()
    {
        string root = typeof(OnnxPackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        string[] listing = File.ReadAllLines(Path.Combine(root, "test/data/api/mlnet-onnx-5.0.0.txt"));
        foreach ((OptionalPackage package, (string method, Type[] parameters)) in Members())
        {
            int dot = package.TypeName.LastIndexOf('.');
            string header = $"[{package.TypeName[..dot]}] public static class {package.TypeName[(dot + 1)..]}";
            int start = Array.IndexOf(listing, header);
            Assert.IsGreaterThanOrEqualTo(0, start, header);
            CollectionAssert.Contains(listing, listing.SingleOrDefault(line => line.StartsWith($"######## {package.Name}, ", StringComparison.Ordinal)));
            string signature = $@"^  public static \w+ {method}\(this {string.Join(", ", parameters.Select(type => Regex.Escape(Name(type)) + @" \w+( = \w+)?"))}\);$";
            Assert.IsTrue(
                listing.Skip(start + 1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Any(line => Regex.IsMatch(line, signature)),
                $"{header} has no {signature}");
        }
    }

    [TestMethod]
    public void EveryReflectedMemberIsInThePackages()
    {
        foreach ((OptionalPackage package, (string method, Type[] parameters)) in Members())
        {
            if (!package.IsThere)
            {
                Assert.Inconclusive($"{package.Name} is not there.");
            }

            MethodInfo? found = Type.GetType($"{package.TypeName}, {package.Name}")!.GetMethod(method, parameters);
            Assert.IsNotNull(found, $"{package.TypeName}.{method}");
            Assert.IsTrue(found.IsStatic);
        }
    }

    private static IEnumerable<(OptionalPackage Package, (string Method, Type[] Parameters) Member)> Members() =>
    [
        (OptionalPackage.OnnxConverter, OnnxPackages.ConvertMethod),
        (OptionalPackage.OnnxTransformer, OnnxPackages.ApplyMethod),
    ];

    private static string Name(Type type) =>
        type == typeof(string) ? "string"
        : type == typeof(string[]) ? "string[]"
        : type == typeof(int?) ? "int?"
        : type == typeof(bool) ? "bool"
        : type.Name;
}

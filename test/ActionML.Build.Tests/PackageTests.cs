using System.IO.Compression;
using System.Xml.Linq;

namespace ActionML.Build.Tests;

/// <summary>What <c>dotnet pack</c> makes works for someone who has nothing else of ours.</summary>
[TestClass]
public sealed class PackageTests
{
    private static readonly string[] Libraries =
    [
        "ActionML.Export", "ActionML.Reference", "ActionML.Runtime", "ActionML.Runtime.Onnx", "ActionML.Trainers",
        "ActionML.Trainers.TorchSharp",
    ];

    private static readonly string[] Dependencies =
        ["Google.Protobuf", "Microsoft.ML", "Microsoft.ML.OnnxRuntime.Managed", "System.Numerics.Tensors", "TorchSharp"];

    [TestMethod]
    public void ReadmeExampleRunsFromPackages()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("build/try-package.sh needs bash.");
        }

        (int code, string output) = Repository.Run("bash", "build/try-package.sh");
        Assert.AreEqual(0, code, output);

        string[] packages = Directory.GetFiles(Path.Combine(Repository.Root, "artifacts/packages"), "*.nupkg");
        Assert.HasCount(Libraries.Length, packages);
        foreach (string path in packages)
        {
            using ZipArchive package = ZipFile.OpenRead(path);
            XElement metadata = XDocument.Load(package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open()).Root!.Elements().Single();
            string name = metadata.Elements().Single(element => element.Name.LocalName == "id").Value;
            Assert.Contains(name, Libraries);
            Assert.IsNotNull(package.GetEntry($"lib/net10.0/{name}.xml"), $"{name} has no documentation.");
            Assert.IsNotNull(package.GetEntry("README.md"), $"{name} has no readme.");
            Assert.AreEqual("README.md", metadata.Elements().Single(element => element.Name.LocalName == "readme").Value);
            using ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(path, ".snupkg"));
            Assert.IsNotNull(symbols.GetEntry($"lib/net10.0/{name}.pdb"), $"{name} has no symbols.");
            IEnumerable<string> foreign = metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => element.Attribute("id")!.Value).Except([.. Libraries, .. Dependencies]);
            Assert.IsEmpty(foreign, $"{name} depends on {string.Join(", ", foreign)}");
        }
    }
}

using Microsoft.ML;

namespace ActionML.Build.Tests;

/// <summary>What stands in for Microsoft.ML promises nothing that the package does not have.</summary>
[TestClass]
public sealed class LocalMicrosoftMLTests
{
    private static readonly string Trimmed = Path.Combine(Repository.Root, "test/data/api/mlnet-5.0.0.txt");

    [TestMethod]
    public void EveryMemberIsInTheListing()
    {
        if (typeof(MLContext).Assembly.GetName().Name != "Microsoft.ML")
        {
            Assert.Inconclusive("The feed has Microsoft.ML; nothing stands in for it.");
        }

        IReadOnlyDictionary<string, ListedType> listing = ApiListing.Read(Trimmed);
        IReadOnlyList<string> knownByName = ApiListing.KnownByName(Trimmed);
        List<string> missing = [];
        foreach (ApiType type in new ApiPrinter(annotated: false).Types(typeof(MLContext).Assembly))
        {
            if (!listing.TryGetValue($"{type.Namespace}.{type.Name}", out ListedType? listed))
            {
                if (!knownByName.Contains(type.Name))
                {
                    missing.Add($"no type {type.Header}");
                }

                continue;
            }

            if (listed.Kind != type.Kind)
            {
                missing.Add($"{type.Name} is {type.Kind}; in the listing it is {listed.Kind}");
            }

            missing.AddRange(type.Bases.Except(listed.Bases).Select(parent => $"{type.Name} is no {parent}"));
            missing.AddRange(type.Members.Except(listed.Members).Select(member => $"{type.Name} has no {member}"));
        }

        Assert.IsEmpty(missing, string.Join("\n", missing));
    }

    [TestMethod]
    public void ListingIsAPartOfTheFullOne()
    {
        string? full = Environment.GetEnvironmentVariable("ACTIONML_API_LISTINGS");
        if (string.IsNullOrEmpty(full))
        {
            Assert.Inconclusive("ACTIONML_API_LISTINGS names no folder with the full listings; build/check-api.sh sets it.");
        }

        IReadOnlyDictionary<string, ListedType> all = ApiListing.Read(Path.Combine(full, "mlnet-5.0.0.txt"));
        foreach ((string name, ListedType part) in ApiListing.Read(Trimmed))
        {
            Assert.IsTrue(all.TryGetValue(name, out ListedType? whole), $"{name} is not in the full listing.");
            Assert.AreEqual(whole.Kind, part.Kind, name);
            Assert.IsEmpty(part.Members.Except(whole.Members), name);
            Assert.IsEmpty(part.Bases.Except(whole.Bases), name);
        }
    }
}

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

        IReadOnlyList<string> missing = ListingComparison.Differences(typeof(MLContext).Assembly, Trimmed);
        Assert.IsEmpty(missing, string.Join("\n", missing));
    }

    [TestMethod]
    public void ListingIsAPartOfTheFullOne()
    {
        IReadOnlyList<string> strays = ListingComparison.Strays(Trimmed, Repository.FullListing("mlnet-5.0.0.txt"));
        Assert.IsEmpty(strays, string.Join("\n", strays));
    }
}

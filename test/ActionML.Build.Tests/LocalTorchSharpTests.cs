using System.Reflection;
using TorchSharp;

namespace ActionML.Build.Tests;

/// <summary>
/// What stands in for TorchSharp promises nothing that the two supported versions of the package do not have, and ActionML's
/// engine uses nothing else.
/// </summary>
[TestClass]
public sealed class LocalTorchSharpTests
{
    private const string Engine = "ActionML.Trainers.TorchSharp";

    private static readonly Assembly Local = typeof(torch).Assembly;

    [TestMethod]
    public void EveryMemberIsInTheListing()
    {
        RequireLocal();
        IReadOnlyList<string> missing = ListingComparison.Differences(Local, Listing("0.106.0"));
        Assert.IsEmpty(missing, string.Join("\n", missing));
    }

    [TestMethod]
    public void EveryMemberServesWithTheOlderVersion()
    {
        RequireLocal();
        IReadOnlyList<string> missing = ListingComparison.Differences(Local, Listing("0.99.6"), alike: true);
        Assert.IsEmpty(missing, string.Join("\n", missing));
    }

    [TestMethod]
    [DataRow("0.106.0")]
    [DataRow("0.99.6")]
    public void EveryListedMemberExists(string version)
    {
        RequireLocal();
        HashSet<string> offered = [.. new ApiPrinter(annotated: false).Types(Local).SelectMany(type => type.Members.Select(member => Key(type.Name, member)))];
        IEnumerable<string> unused = ApiListing.Read(Listing(version)).Where(type => !type.Value.Kind.EndsWith("enum", StringComparison.Ordinal))
            .SelectMany(type => type.Value.Members.Select(member => Key(type.Key["TorchSharp.".Length..], member)))
            .Where(key => !offered.Contains(key) && !key.EndsWith(" Finalize", StringComparison.Ordinal));
        Assert.IsEmpty(unused, "build/local/TorchSharp lacks these, or the trimmed listing has what nobody uses:\n" + string.Join("\n", unused));
    }

    [TestMethod]
    [DataRow("0.106.0")]
    [DataRow("0.99.6")]
    public void EveryMemberThatTheEngineUsesIsListed(string version)
    {
        RequireLocal();
        IReadOnlyDictionary<string, ListedType> listing = ApiListing.Read(Listing(version));
        IReadOnlyList<UsedMember> used = MemberReferences.Of(Assembly.Load(Engine).Location, "TorchSharp");
        Assert.IsNotEmpty(used);
        IEnumerable<UsedMember> missing = used.Where(member =>
            !listing.TryGetValue(member.Type, out ListedType? type) || !type.Members.Any(line => member.IsServedBy(line)));
        Assert.IsEmpty(missing, $"TorchSharp {version} lacks what {Engine} uses:\n" + string.Join("\n", missing));
    }

    [TestMethod]
    public void TheEngineCallsTheSameOverloadsOfThePackage()
    {
        RequireLocal();
        string? compiled = Environment.GetEnvironmentVariable("ACTIONML_CHECKED_ENGINE");
        if (string.IsNullOrEmpty(compiled))
        {
            Assert.Inconclusive("ACTIONML_CHECKED_ENGINE names no engine compiled against the full listing; build/check-api.sh does.");
        }

        // Where the package has more overloads, the same call may mean another one: norm(2) is a dimension, norm(2f) a power.
        string[] here = Calls(Assembly.Load(Engine).Location);
        string[] there = Calls(compiled);
        Assert.IsEmpty(there.Except(here), "Only against the package: " + string.Join("\n", there.Except(here)));
        Assert.IsEmpty(here.Except(there), "Only against build/local: " + string.Join("\n", here.Except(there)));
    }

    [TestMethod]
    [DataRow("torch.Tensor", "median", new string[0])]
    [DataRow("torch.Tensor", "matmul", new[] { "Scalar" })]
    [DataRow("torch.Tensor", "mul", new[] { "torch.Tensor", "bool" })]
    [DataRow("torch.Tensor", "sum", new[] { "torch.ScalarType" })]
    [DataRow("Scalar", "exp", new string[0])]
    [DataRow("long", "get_shape", new string[0])]
    public void WhatIsNotListedIsFound(string returns, string name, string[] parameters)
    {
        var member = new UsedMember("TorchSharp.torch.Tensor", name, returns, parameters);
        Assert.IsFalse(ApiListing.Read(Listing("0.106.0"))[member.Type].Members.Any(member.IsServedBy));
    }

    [TestMethod]
    public void ListingIsAPartOfTheFullOne()
    {
        IReadOnlyList<string> strays = ListingComparison.Strays(Listing("0.106.0"), Repository.FullListing("torchsharp-0.106.0.txt"));
        Assert.IsEmpty(strays, string.Join("\n", strays));
    }

    // Joining an array and joining a list are the same.
    private static string[] Calls(string path) =>
        [.. MemberReferences.Of(path, "TorchSharp").Where(member => member.Name != "cat").Select(member => member.ToString())];

    private static string Listing(string version) => Path.Combine(Repository.Root, $"test/data/api/torchsharp-{version}.txt");

    private static string Key(string type, string member) => $"{type} {member.Split('(', ';', '{')[0].Trim().Split(' ')[^1]}";

    private static void RequireLocal()
    {
        if (!Local.GetCustomAttributes<AssemblyMetadataAttribute>().Any(attribute => attribute.Key == "StandsInFor"))
        {
            Assert.Inconclusive("The feed has TorchSharp; what compiles against it uses what it has.");
        }
    }
}

using System.Reflection;

namespace ActionML.Build.Tests;

/// <summary>What an assembly promises and a listing does not have.</summary>
internal static class ListingComparison
{
    /// <summary>The differences, one sentence each.</summary>
    /// <param name="assembly">The assembly of which every visible member must be listed.</param>
    /// <param name="path">The listing.</param>
    /// <param name="alike">
    /// Whether a listed member is enough for a call to compile: one without the optional parameters at the end, of a class that is not
    /// sealed, or a field that can be written too.
    /// </param>
    public static IReadOnlyList<string> Differences(Assembly assembly, string path, bool alike = false)
    {
        IReadOnlyDictionary<string, ListedType> listing = ApiListing.Read(path);
        IReadOnlyList<string> knownByName = ApiListing.KnownByName(path);
        List<string> missing = [];
        foreach (ApiType type in new ApiPrinter(annotated: false).Types(assembly))
        {
            if (!listing.TryGetValue($"{type.Namespace}.{type.Name}", out ListedType? listed))
            {
                if (!knownByName.Contains(type.Name))
                {
                    missing.Add($"no type {type.Header}");
                }

                continue;
            }

            if (listed.Kind != type.Kind && !(alike && listed.Kind == type.Kind.Replace("sealed ", "", StringComparison.Ordinal)))
            {
                missing.Add($"{type.Name} is {type.Kind}; in the listing it is {listed.Kind}");
            }

            missing.AddRange(type.Bases.Except(listed.Bases).Select(parent => $"{type.Name} is no {parent}"));
            missing.AddRange(type.Members.Except(listed.Members)
                .Where(member => !alike || !listed.Members.Any(other => Serves(other, member)))
                .Select(member => $"{type.Name} has no {member}"));
        }

        return missing;
    }

    /// <summary>What a part of a listing says and the whole does not.</summary>
    public static IReadOnlyList<string> Strays(string part, string whole)
    {
        IReadOnlyDictionary<string, ListedType> all = ApiListing.Read(whole);
        List<string> strays = [];
        foreach ((string name, ListedType type) in ApiListing.Read(part))
        {
            if (!all.TryGetValue(name, out ListedType? full) || full.Kind != type.Kind)
            {
                strays.Add($"{type.Kind} {name}");
                continue;
            }

            strays.AddRange(type.Members.Except(full.Members).Concat(type.Bases.Except(full.Bases)).Select(line => $"{name}: {line}"));
        }

        return strays;
    }

    // Whether calls that are written for 'wanted', and leave its optional parameters out, compile against 'offered'.
    private static bool Serves(string offered, string wanted)
    {
        wanted = wanted.Replace(" readonly ", " ", StringComparison.Ordinal);
        int end = offered.LastIndexOf(')');
        if (end < 0)
        {
            return offered == wanted;
        }

        return wanted.StartsWith(offered[..end], StringComparison.Ordinal)
            && wanted[end..wanted.LastIndexOf(')')].Split(", ", StringSplitOptions.RemoveEmptyEntries).All(parameter => parameter.Contains(" = ", StringComparison.Ordinal));
    }
}

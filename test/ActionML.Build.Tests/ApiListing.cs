using System.Text.RegularExpressions;

namespace ActionML.Build.Tests;

/// <summary>One type as an API listing describes it.</summary>
/// <param name="Kind">Access, modifiers and kind.</param>
/// <param name="Bases">Base type and interfaces, those left out that are internal.</param>
/// <param name="Members">Member lines without indentation and without <c>[Obsolete]</c>.</param>
internal sealed record ListedType(string Kind, IReadOnlyList<string> Bases, IReadOnlyList<string> Members);

/// <summary>Reads the listings of other libraries' public surface.</summary>
internal static partial class ApiListing
{
    /// <summary>The types of a listing by full name.</summary>
    public static IReadOnlyDictionary<string, ListedType> Read(string path)
    {
        var types = new Dictionary<string, ListedType>();
        List<string> members = [];
        foreach (string line in File.ReadLines(path))
        {
            Match header = Header().Match(line);
            if (header.Success)
            {
                members = [];
                string declaration = header.Groups["rest"].Value;
                string name = header.Groups["kind"].Value.EndsWith("delegate", StringComparison.Ordinal)
                    ? DelegateName().Match(declaration).Groups[1].Value
                    : NameOf(declaration);
                string[] bases = declaration.StartsWith(name + " : ", StringComparison.Ordinal)
                    ? [.. Split(Constraints().Replace(declaration[(name.Length + 3)..], "")).Where(parent => !parent.StartsWith("/*", StringComparison.Ordinal))]
                    : [];
                types[header.Groups["namespace"].Value + "." + name] = new ListedType(header.Groups["kind"].Value, bases, members);
            }
            else if (line.StartsWith("  {", StringComparison.Ordinal))
            {
                members.AddRange(line.Trim(' ', '{', '}').Split(", "));
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal) && !line.StartsWith("  //", StringComparison.Ordinal))
            {
                string member = line.Trim();
                members.Add(member.StartsWith("[Obsolete] ", StringComparison.Ordinal) ? member["[Obsolete] ".Length..] : member);
            }
        }

        return types;
    }

    /// <summary>The types that no block describes, named in the listing's comment: <c>(A, B) is known to it by name only</c>.</summary>
    public static IReadOnlyList<string> KnownByName(string path) =>
        [.. File.ReadLines(path).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal) || line.Length == 0)
            .SelectMany(line => ByName().Matches(line)).SelectMany(match => match.Groups[1].Value.Split(", "))];

    private static string NameOf(string declaration)
    {
        int depth = 0;
        for (int i = 0; i < declaration.Length; i++)
        {
            depth += declaration[i] == '<' ? 1 : declaration[i] == '>' ? -1 : 0;
            if (depth == 0 && declaration[i] == ' ')
            {
                return declaration[..i];
            }
        }

        return declaration;
    }

    private static IEnumerable<string> Split(string list)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.Length; i++)
        {
            depth += list[i] == '<' ? 1 : list[i] == '>' ? -1 : 0;
            if (depth == 0 && list[i] == ',')
            {
                yield return list[start..i].Trim();
                start = i + 1;
            }
        }

        yield return list[start..].Trim();
    }

    [GeneratedRegex(@"^\[(?<namespace>[\w.]+)\] (?:\[Obsolete\] )?(?<kind>(?:(?:ref|public|protected|static|abstract|sealed|readonly) )*(?:class|struct|interface|enum|delegate)) (?<rest>.+)$")]
    private static partial Regex Header();

    [GeneratedRegex(@"(\S+?(?:<[^()]*>)?)\(")]
    private static partial Regex DelegateName();

    [GeneratedRegex(@"\((\w+(?:, \w+)*)\)")]
    private static partial Regex ByName();

    [GeneratedRegex(@" where .*$")]
    private static partial Regex Constraints();
}

using System.Text.RegularExpressions;

namespace ActionML.Build.ApiStubs;

/// <summary>A type of a listing.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name with enclosing types and type parameters; for a delegate its whole signature.</param>
/// <param name="Kind">class, struct, interface, enum or delegate.</param>
/// <param name="Modifiers">What stands before the kind.</param>
/// <param name="Rest">What stands after the name: bases and constraints.</param>
/// <param name="Members">The member lines, without indentation and comments.</param>
internal sealed record ListedType(string Namespace, string Name, string Kind, string Modifiers, string Rest, List<string> Members);

/// <summary>
/// Reads a listing as in test/data/api: blocks of <c>[Namespace] public class Name : Bases</c> with one indented line per member.
/// Blocks of internal types are left out; their names are kept, because public types list them among their bases.
/// </summary>
internal sealed partial class Listing
{
    private Listing(IReadOnlyList<ListedType> types, IReadOnlySet<string> internals)
    {
        Types = types;
        Internals = internals;
    }

    public IReadOnlyList<ListedType> Types { get; }

    public IReadOnlySet<string> Internals { get; }

    public static Listing Read(string path)
    {
        var types = new Dictionary<string, ListedType>();
        var internals = new HashSet<string>();
        List<string>? members = null;
        foreach (string line in File.ReadLines(path))
        {
            if (Internal().Match(line) is { Success: true } hidden)
            {
                internals.Add(hidden.Groups["name"].Value);
                members = null;
            }
            else if (Header().Match(line) is { Success: true } header)
            {
                members = [];
                string kind = header.Groups["kind"].Value;
                string rest = header.Groups["rest"].Value;
                string name = kind == "delegate" ? rest : rest[..NameLength(rest)];
                var type = new ListedType(header.Groups["namespace"].Value, name, kind, header.Groups["modifiers"].Value, rest[name.Length..], members);
                types.TryAdd($"{type.Namespace}.{name}", type);
            }
            else if (members is not null && line.StartsWith("  ", StringComparison.Ordinal) && !line.StartsWith("  //", StringComparison.Ordinal))
            {
                members.Add(line.Trim());
            }
        }

        return new Listing([.. types.Values], internals);
    }

    private static int NameLength(string declaration)
    {
        int depth = 0;
        for (int i = 0; i < declaration.Length; i++)
        {
            depth += declaration[i] == '<' ? 1 : declaration[i] == '>' ? -1 : 0;
            if (depth == 0 && declaration[i] == ' ')
            {
                return i;
            }
        }

        return declaration.Length;
    }

    [GeneratedRegex(@"^\[[\w.]+\] !! INTERNAL \([^)]*\) \w+ (?<name>\w+)")]
    private static partial Regex Internal();

    [GeneratedRegex(@"^\[(?<namespace>[\w.]+)\] (?:\[Obsolete\] )?(?<modifiers>(?:(?:ref|public|protected|static|abstract|sealed|readonly) )*)(?<kind>class|struct|interface|enum|delegate) (?<rest>.+)$")]
    private static partial Regex Header();
}

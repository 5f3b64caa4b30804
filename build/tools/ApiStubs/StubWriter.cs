using System.Text;
using System.Text.RegularExpressions;

namespace ActionML.Build.ApiStubs;

/// <summary>Writes a listed type as C# whose bodies are <c>throw null</c>.</summary>
internal sealed partial class StubWriter(Listing listing)
{
    private readonly Dictionary<string, string> _kinds = listing.Types.Where(type => type.Kind != "delegate")
        .ToDictionary(type => $"{type.Namespace}.{type.Name}", type => type.Kind);

    // The namespaces of the types that are not nested.
    private readonly Dictionary<string, string> _spaces = listing.Types.Where(type => type.Kind != "delegate" && !type.Name.Contains('.', StringComparison.Ordinal))
        .DistinctBy(type => type.Name).ToDictionary(type => type.Name, type => type.Namespace);

    // Which types have a nested one that hides one of these.
    private readonly ILookup<string, string> _nested = listing.Types.Where(type => type.Kind != "delegate").Select(type => (type.Namespace, Path: Split(type.Name)))
        .Where(type => type.Path.Length > 1 && listing.Types.Any(other => other.Name == type.Path[^1]))
        .ToLookup(type => $"{type.Namespace}.{string.Join('.', type.Path[..^1])}", type => type.Path[^1]);

    /// <summary>A file with using directives and the namespace around <paramref name="body"/>, which goes inside the types that enclose <paramref name="name"/>.</summary>
    public string Enclose(string space, string name, string body)
    {
        string[] outer = Split(name)[..^1];
        var text = new StringBuilder($"namespace {space} {{\n");
        for (int i = 0; i < outer.Length; i++)
        {
            string full = $"{space}.{string.Join('.', outer[..(i + 1)])}";
            text.Append(_kinds.TryGetValue(full, out string? kind) ? $"partial {kind} " : "public partial class ").Append(Escape(outer[i])).Append(" {\n");
        }

        return text.Append(body).Append('}', outer.Length + 1).Append('\n').ToString();
    }

    /// <summary>The stub of a type.</summary>
    public string Write(ListedType type)
    {
        string modifiers = type.Modifiers.StartsWith("ref ", StringComparison.Ordinal) ? type.Modifiers[4..] + "ref " : type.Modifiers;
        if (type.Kind == "delegate")
        {
            string path = DelegateName().Match(type.Name).Groups[1].Value;
            string signature = type.Name.Replace(path, Split(path)[^1], StringComparison.Ordinal);
            return Enclose(type.Namespace, path, $"{modifiers}delegate {Values(signature)}\n");
        }

        string simple = Split(type.Name)[^1];
        string body = type.Kind == "enum"
            ? $"{modifiers}enum {simple}{type.Rest} {{ {string.Join(", ", type.Members.Select(EnumBody))} }}\n"
            : $"{modifiers}partial {type.Kind} {Escape(simple)}{Bases(type.Rest)} {{\n{string.Join("\n", Members(type, simple))}\n}}\n";
        return Enclose(type.Namespace, type.Name, body);
    }

    /// <summary>A dotted name's parts; dots inside type arguments do not part.</summary>
    public static string[] Split(string name)
    {
        var parts = new List<string>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < name.Length; i++)
        {
            depth += name[i] == '<' ? 1 : name[i] == '>' ? -1 : 0;
            if (depth == 0 && name[i] == '.')
            {
                parts.Add(name[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, name[start..]];
    }

    private IEnumerable<string> Members(ListedType type, string simple)
    {
        string name = simple.Contains('<', StringComparison.Ordinal) ? simple[..simple.IndexOf('<', StringComparison.Ordinal)] : simple;
        bool isInterface = type.Kind == "interface";
        bool isStatic = type.Modifiers.Contains("static", StringComparison.Ordinal);
        // Derived stubs call it; outside the assembly nobody can.
        if (type.Kind == "class" && !isStatic && !type.Members.Any(member => member.EndsWith($" {name}();", StringComparison.Ordinal)))
        {
            yield return $"internal extern {Escape(name)}();";
        }

        foreach (string member in type.Members)
        {
            string line = Operators.Write(Qualify(type, Values(Declared(member, name))));
            bool hasBody = !isInterface && !AbstractMember().IsMatch(line);
            if (line.EndsWith('}') && hasBody)
            {
                int open = line.LastIndexOf(" { ", StringComparison.Ordinal);
                line = line[..open] + Accessor().Replace(line[open..], "$1 => throw null;");
            }
            else if (type.Kind == "class" && Constructor().IsMatch(line))
            {
                // An external constructor need not say which one of the base it calls: the base may be a class of .NET without a simple one.
                line = Constructor().Replace(line, "$1 extern $2(");
            }
            else if (hasBody && IsMethod().IsMatch(line))
            {
                line = line[..^1] + " => throw null;";
            }

            yield return line;
        }
    }

    // What reflection says otherwise than C#: destructors, and the constructor of a type nested in a generic one, which has that one's name.
    private static string Declared(string member, string name) => member == "protected override void Finalize();"
        ? $"~{Escape(name)}();"
        : Constructor().Replace(member, $"$1 {name}(");

    // A name without an enclosing type means the type of the namespace, also where a nested type has the same.
    private string Qualify(ListedType type, string line)
    {
        string[] path = Split(type.Name);
        for (int i = 1; i <= path.Length; i++)
        {
            string outer = $"{type.Namespace}.{string.Join('.', path[..i])}";
            foreach (string nested in _nested[outer])
            {
                line = Regex.Replace(line, $@"(?<![\w.@]){nested}(?=[\s<>,?\[\])])", $"global::{_spaces[nested]}.{nested}");
            }
        }

        return line;
    }

    private static string EnumBody(string line) => KeywordMember().Replace(line.Trim(' ', '{', '}'), "@$1");

    private static string Escape(string name) => name is "params" or "base" or "object" or "string" or "default" ? "@" + name : name;

    // Default values and parameter names as C# wants them.
    private static string Values(string line)
    {
        line = FloatValue().Replace(line, "$1f");
        line = Infinity().Replace(line, match => $"{match.Groups[1].Value}{(match.Groups[2].Value == "-" ? "double.NegativeInfinity" : "double.PositiveInfinity")}");
        return KeywordField().Replace(KeywordMethod().Replace(KeywordParameter().Replace(line, "@$1"), "@$1"), "@$1");
    }

    private string Bases(string rest)
    {
        int where = rest.IndexOf(" where ", StringComparison.Ordinal);
        string constraints = where < 0 ? "" : rest[where..];
        string bases = where < 0 ? rest : rest[..where];
        if (bases.Length == 0)
        {
            return constraints;
        }

        IEnumerable<string> visible = TopLevelComma().Split(bases[3..]).Select(parent => parent.Trim())
            .Where(parent => !parent.StartsWith("/*", StringComparison.Ordinal) && !listing.Internals.Contains(Plain().Match(parent).Value));
        string list = string.Join(", ", visible);
        return (list.Length > 0 ? " : " + list : "") + constraints;
    }

    [GeneratedRegex(@"([\w.]+(?:<[^()]*>)?)\(")]
    private static partial Regex DelegateName();

    [GeneratedRegex(@"\babstract\b")]
    private static partial Regex AbstractMember();

    [GeneratedRegex(@"\b(get|set|init);")]
    private static partial Regex Accessor();

    [GeneratedRegex(@"(?:[\w>\]]|operator \S+)\(.*\)(?: where .*)?;$")]
    private static partial Regex IsMethod();

    [GeneratedRegex(@"((?<=\bfloat\??) \w+ = -?[\d.]+(?:E[+-]?\d+)?)(?=[,);])")]
    private static partial Regex FloatValue();

    [GeneratedRegex(@"( = )(-?)Infinity")]
    private static partial Regex Infinity();

    [GeneratedRegex(@"\b(default|object|string|params|event|lock|base|in|out|ref|float|double|int|long|bool|short|byte|char)(?= = )")]
    private static partial Regex KeywordMember();

    [GeneratedRegex(@"(?<=[\w\]>?)] )(?<!(?:\(|, )(?:this|params|ref|out|in) )\b(params|event|lock|base|object|string|in|out|ref|default|is|as|checked|fixed|operator)(?=[,)]| = )")]
    private static partial Regex KeywordParameter();

    // TorchSharp names methods after types: bool(), float(), where().
    [GeneratedRegex(@"(?<=[\w\]>?)] )(bool|byte|sbyte|char|short|int|long|float|double|decimal|object|string|where|default|is|as|in|out)(?=(?:<[\w, ]+>)?\()")]
    private static partial Regex KeywordMethod();

    [GeneratedRegex(@"(?<= )(bool|byte|sbyte|char|short|int|long|float|double|decimal|object|string)(?=;)")]
    private static partial Regex KeywordField();

    [GeneratedRegex(@"^(public|protected|internal) (@?\w+)\(")]
    private static partial Regex Constructor();

    // Commas that are in no type argument list: what follows closes no bracket that it did not open.
    [GeneratedRegex(@",(?=(?:[^<>]|(?<open><)|(?<-open>>))*(?(open)(?!))$)")]
    private static partial Regex TopLevelComma();

    [GeneratedRegex(@"^\w+")]
    private static partial Regex Plain();
}

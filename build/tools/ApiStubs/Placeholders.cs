using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ActionML.Build.ApiStubs;

/// <summary>Empty types for the names that a listing mentions and does not describe.</summary>
internal sealed partial class Placeholders
{
    private readonly StubWriter _writer;
    private readonly string _root;
    private readonly HashSet<string> _made = [];
    private readonly ILookup<string, string> _enumMembers;

    public Placeholders(Listing listing, StubWriter writer, string root)
    {
        _writer = writer;
        _root = root;
        // A default value 'A.B.C' of a parameter of type A.B says that this is an enumeration.
        _enumMembers = listing.Types.SelectMany(type => type.Members).SelectMany(member => EnumDefault().Matches(member))
            .Select(match => (Type: match.Groups[1].Value, Member: match.Groups[2].Value)).Distinct()
            .ToLookup(pair => StubWriter.Split(pair.Type)[^1], pair => pair.Member);
    }

    /// <summary>How many types were made.</summary>
    public int Count => _made.Count;

    /// <summary>Sources of the types that the compilation misses.</summary>
    public IReadOnlyList<string> Take(CSharpCompilation compilation)
    {
        var sources = new List<string>();
        foreach (Diagnostic diagnostic in compilation.GetDiagnostics().Where(found => found.Id is "CS0246" or "CS0426" or "CS0234"))
        {
            SyntaxNode node = diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            SimpleNameSyntax? name = node as SimpleNameSyntax ?? (node as QualifiedNameSyntax)?.Right;
            if (name is null)
            {
                continue;
            }

            int arity = (name as GenericNameSyntax)?.Arity ?? 0;
            string simple = name.Identifier.ValueText + (arity == 0 ? "" : $"<{string.Join(", ", Enumerable.Range(0, arity).Select(i => "T" + i))}>");
            ITypeSymbol? outer = name.Parent is QualifiedNameSyntax qualified && qualified.Right == name
                ? compilation.GetSemanticModel(diagnostic.Location.SourceTree).GetTypeInfo(qualified.Left).Type
                : null;
            string space = outer is null ? _root : outer.ContainingNamespace.ToDisplayString();
            string path = outer is null ? simple : $"{outer.ToDisplayString(Nested)}.{simple}";
            if (_made.Add($"{space}.{path}"))
            {
                sources.Add(_writer.Enclose(space, path, Body(name.Identifier.ValueText, simple)));
            }
        }

        return sources;
    }

    private static SymbolDisplayFormat Nested { get; } = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private string Body(string name, string declared)
    {
        if (_enumMembers[name].Any())
        {
            return $"public enum {name} {{ {string.Join(", ", _enumMembers[name])} }}\n";
        }

        return InterfaceName().IsMatch(name) ? $"public interface {declared} {{ }}\n" : $"public partial class {declared} {{ internal {name}() {{ }} }}\n";
    }

    [GeneratedRegex(@"(?<=[(, ])([A-Za-z_][\w.]*)\?? \w+ = \1\.(\w+)(?=[,)])")]
    private static partial Regex EnumDefault();

    [GeneratedRegex(@"^I[A-Z][a-z]")]
    private static partial Regex InterfaceName();
}

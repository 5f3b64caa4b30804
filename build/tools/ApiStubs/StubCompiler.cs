using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ActionML.Build.ApiStubs;

/// <summary>
/// Compiles the stubs of a listing. What a listing cannot show is added: types that it mentions and does not describe become
/// empty ones, and members that a class has only as explicit implementations of an interface become such.
/// </summary>
internal sealed class StubCompiler(Listing listing)
{
    private static readonly string[] Namespaces =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.Collections.Immutable", "System.IO", "System.Numerics", "System.Reflection",
        "System.Runtime.InteropServices", "System.Threading", "System.Threading.Tasks",
    ];

    private readonly StubWriter _writer = new(listing);

    /// <summary>Writes the assembly at <paramref name="path"/>; returns the errors, if any.</summary>
    public IReadOnlyList<string> Compile(string path, out int placeholders)
    {
        string[] spaces = [.. listing.Types.Select(type => type.Namespace).Distinct()];
        var found = new Placeholders(listing, _writer, spaces.OrderBy(space => space.Length).First());
        string usings = string.Concat(Namespaces.Concat(spaces).Select(space => $"global using {space};\n"));
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        CSharpCompilation compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            listing.Types.Select(_writer.Write).Prepend(usings).Select(text => CSharpSyntaxTree.ParseText(text, options)),
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, deterministic: true));

        // A placeholder may be nested in another one, so that each round reveals the next.
        while (found.Take(compilation) is { Count: > 0 } sources)
        {
            compilation = compilation.AddSyntaxTrees(sources.Select(text => CSharpSyntaxTree.ParseText(text, options)));
        }

        placeholders = found.Count;
        compilation = compilation.AddSyntaxTrees(Implementations.Missing(compilation, _writer).Select(text => CSharpSyntaxTree.ParseText(text, options)));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string[] errors = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage()} in: {Line(diagnostic)}")];
        if (errors.Length == 0)
        {
            using FileStream stream = File.Create(path);
            compilation.Emit(stream, options: new Microsoft.CodeAnalysis.Emit.EmitOptions(metadataOnly: true));
        }

        return errors;
    }

    private static string Line(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString().Trim() ?? "";

    // The reference assemblies of the SDK: against the running implementation assemblies the stubs could not be used by ordinary projects.
    private static IEnumerable<MetadataReference> References()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string pack = Path.Combine(runtime, "../../../packs/Microsoft.NETCore.App.Ref");
        string folder = Directory.GetDirectories(pack, $"{Environment.Version.Major}.*").OrderBy(name => name, StringComparer.Ordinal).Last();
        return Directory.GetFiles(Path.Combine(folder, $"ref/net{Environment.Version.Major}.0"), "*.dll").Select(file => MetadataReference.CreateFromFile(file));
    }
}

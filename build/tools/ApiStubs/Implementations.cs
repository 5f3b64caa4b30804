using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ActionML.Build.ApiStubs;

/// <summary>Members that a type must have and that no listing shows: explicit implementations, and overrides that are not public.</summary>
internal static class Implementations
{
    private static readonly SymbolDisplayFormat Name = SymbolDisplayFormat.FullyQualifiedFormat;

    private static readonly SymbolDisplayFormat Nested = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    /// <summary>Sources of the missing members, one per type.</summary>
    public static IEnumerable<string> Missing(CSharpCompilation compilation, StubWriter writer)
    {
        foreach (INamedTypeSymbol type in All(compilation.Assembly.GlobalNamespace).Where(type => type.TypeKind is TypeKind.Class or TypeKind.Struct && !type.IsStatic))
        {
            IEnumerable<string> contracts = type.AllInterfaces.Where(contract => contract.TypeKind == TypeKind.Interface)
                .SelectMany(contract => contract.GetMembers().Where(member => member.IsAbstract && IsMissing(type, member)).Select(member => Explicit(contract, member)));
            IEnumerable<string> overrides = type.IsAbstract ? [] : Abstract(type).Select(Override);
            string members = string.Join("\n", contracts.Concat(overrides).Where(text => text.Length > 0));
            if (members.Length > 0)
            {
                string path = type.ToDisplayString(Nested);
                string kind = type.TypeKind == TypeKind.Struct ? "struct" : "class";
                yield return writer.Enclose(type.ContainingNamespace.ToDisplayString(), path, $"partial {kind} {StubWriter.Split(path)[^1]} {{\n{members}\n}}\n");
            }
        }
    }

    private static bool IsMissing(INamedTypeSymbol type, ISymbol member)
    {
        // An accessor goes with its property or event.
        if (member is IMethodSymbol { AssociatedSymbol: not null })
        {
            return false;
        }

        ISymbol? found = type.FindImplementationForInterfaceMember(member);
        // A public member with another return type does not implement it (IEnumerable beside IEnumerable<T>).
        return found is null;
    }

    private static IEnumerable<ISymbol> Abstract(INamedTypeSymbol type)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            foreach (ISymbol member in level.GetMembers())
            {
                ISymbol? parent = member switch
                {
                    IMethodSymbol method => method.OverriddenMethod,
                    IPropertySymbol property => property.OverriddenProperty,
                    _ => null,
                };
                if (parent is not null)
                {
                    overridden.Add(parent.OriginalDefinition);
                }

                if (member.IsAbstract && member is not IMethodSymbol { AssociatedSymbol: not null } && !overridden.Contains(member.OriginalDefinition))
                {
                    yield return member;
                }
            }
        }
    }

    private static string Explicit(INamedTypeSymbol contract, ISymbol member)
    {
        string owner = contract.ToDisplayString(Name);
        return member switch
        {
            IMethodSymbol method => $"{Return(method)} {owner}.{Signature(method)} => throw null;",
            IPropertySymbol property => $"{property.Type.ToDisplayString(Name)} {owner}.{Property(property)}",
            IEventSymbol found => $"event {found.Type.ToDisplayString(Name)} {owner}.{found.Name} {{ add {{ }} remove {{ }} }}",
            _ => "",
        };
    }

    private static string Override(ISymbol member)
    {
        string access = SyntaxFacts.GetText(member.DeclaredAccessibility) + " override ";
        return member switch
        {
            IMethodSymbol method => $"{access}{Return(method)} {Signature(method)} => throw null;",
            IPropertySymbol property => $"{access}{property.Type.ToDisplayString(Name)} {Property(property)}",
            _ => "",
        };
    }

    private static string Return(IMethodSymbol method) => method.ReturnType.ToDisplayString(Name);

    private static string Signature(IMethodSymbol method)
    {
        string generics = method.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", method.TypeParameters.Select(parameter => parameter.Name))}>";
        return $"{method.Name}{generics}({Parameters(method.Parameters)})";
    }

    private static string Property(IPropertySymbol property)
    {
        string name = property.IsIndexer ? $"this[{Parameters(property.Parameters)}]" : property.Name;
        string get = property.GetMethod is null ? "" : "get => throw null; ";
        string set = property.SetMethod is null ? "" : property.SetMethod.IsInitOnly ? "init => throw null; " : "set => throw null; ";
        return $"{name} {{ {get}{set}}}";
    }

    private static string Parameters(IEnumerable<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{parameter.RefKind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In => "in ", _ => "" }}{parameter.Type.ToDisplayString(Name)} @{parameter.Name}"));

    private static IEnumerable<INamedTypeSymbol> All(INamespaceOrTypeSymbol root) => root.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => All(member).Concat(member is INamedTypeSymbol type ? [type] : []));
}

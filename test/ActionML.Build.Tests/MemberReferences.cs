using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ActionML.Build.Tests;

/// <summary>Reads from a compiled assembly which types and members of another one it refers to.</summary>
internal static class MemberReferences
{
    /// <param name="path">The assembly.</param>
    /// <param name="library">The name of the other one.</param>
    public static IReadOnlyList<UsedMember> Of(string path, string library)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        var names = new ListingTypeNames();
        var used = new List<UsedMember>();
        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            if (IsIn(reader, handle, library))
            {
                used.Add(new UsedMember(FullName(reader, handle), "", "", null));
            }
        }

        foreach (MemberReference member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            // Members of generic types of the library would be behind a type specification; the listings here have none.
            if (member.Parent.Kind != HandleKind.TypeReference || !IsIn(reader, (TypeReferenceHandle)member.Parent, library))
            {
                continue;
            }

            string type = FullName(reader, (TypeReferenceHandle)member.Parent);
            string name = reader.GetString(member.Name);
            if (member.GetKind() == MemberReferenceKind.Field)
            {
                used.Add(new UsedMember(type, name, member.DecodeFieldSignature(names, null), null));
            }
            else
            {
                MethodSignature<string> signature = member.DecodeMethodSignature(names, null);
                used.Add(new UsedMember(type, name, signature.ReturnType, signature.ParameterTypes));
            }
        }

        return used;
    }

    private static bool IsIn(MetadataReader reader, TypeReferenceHandle handle, string library)
    {
        EntityHandle scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsIn(reader, (TypeReferenceHandle)scope, library),
            HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == library,
            _ => false,
        };
    }

    private static string FullName(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(reader, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }
}

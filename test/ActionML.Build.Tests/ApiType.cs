namespace ActionML.Build.Tests;

/// <summary>One type of an API listing.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name with enclosing types and type parameters.</param>
/// <param name="Kind">Access, modifiers and kind: <c>public sealed class</c>.</param>
/// <param name="Bases">Base type and interfaces that others can see.</param>
/// <param name="Header">The whole first line.</param>
/// <param name="Members">One line per member, without indentation.</param>
internal sealed record ApiType(
    string Namespace, string Name, string Kind, IReadOnlyList<string> Bases, string Header, IReadOnlyList<string> Members)
{
    /// <summary>The lines of the type in a listing.</summary>
    public override string ToString() => Header + "\n" + string.Concat(Members.Select(member => $"  {member}\n"));
}

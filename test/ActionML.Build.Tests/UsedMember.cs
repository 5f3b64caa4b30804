namespace ActionML.Build.Tests;

/// <summary>A member of another library as compiled code refers to it.</summary>
/// <param name="Type">The full name of its type.</param>
/// <param name="Name">Its name in metadata: <c>add_</c>, <c>get_shape</c>, <c>.ctor</c>; empty for the type alone.</param>
/// <param name="Returns">The type of its value, as listings write it.</param>
/// <param name="Parameters">The types of its parameters; null for a field.</param>
internal sealed record UsedMember(string Type, string Name, string Returns, IReadOnlyList<string>? Parameters)
{
    /// <summary>Whether a line of a listing is this member, or is it without optional parameters at the end.</summary>
    public bool IsServedBy(string line)
    {
        if (Name.Length == 0)
        {
            return true;
        }

        if (Parameters is null)
        {
            return line.EndsWith($" {Returns} {Name};", StringComparison.Ordinal);
        }

        if (Name.StartsWith("get_", StringComparison.Ordinal) || Name.StartsWith("set_", StringComparison.Ordinal))
        {
            string type = Name[0] == 'g' ? Returns : Parameters[0];
            return line.Contains($" {type} {Name[4..]} {{", StringComparison.Ordinal) && line.Contains(Name[..3] + ";", StringComparison.Ordinal);
        }

        string head = Name == ".ctor" ? $" {Type.Split('.')[^1]}(" : $" {Returns} {Name}(";
        // A constructor has no type before its name, and a method has.
        int start = Name == ".ctor" ? (line.StartsWith("public" + head, StringComparison.Ordinal) ? "public".Length : -1) : line.IndexOf(head, StringComparison.Ordinal);
        if (start < 0)
        {
            return false;
        }

        // No listed member here has a type with a comma in it.
        string[] listed = line[(start + head.Length)..line.LastIndexOf(')')].Split(", ", StringSplitOptions.RemoveEmptyEntries);
        return listed.Length <= Parameters.Count && listed.Select(TypeOf).SequenceEqual(Parameters.Take(listed.Length))
            && (listed.Length == Parameters.Count || IsOptionalFrom(listed.Length));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type}: {Returns} {Name}({string.Join(", ", Parameters ?? [])})";

    // Which parameters are optional is not in a reference. Only to() has fewer in TorchSharp 0.99.6, and check-api.sh compiles against both.
    private bool IsOptionalFrom(int index) => Name == "to" && index == 1;

    private static string TypeOf(string parameter)
    {
        string declaration = parameter.Split(" = ")[0];
        string type = declaration[..declaration.LastIndexOf(' ')];
        return type.StartsWith("this ", StringComparison.Ordinal) ? type["this ".Length..]
            : type.StartsWith("params ", StringComparison.Ordinal) ? type["params ".Length..]
            : type;
    }
}

namespace ActionML.Runtime;

/// <summary>The names of symmetries in <see cref="ModelManifest.Symmetries"/>. They hold by construction, whatever the weights.</summary>
public static class ModelSymmetries
{
    /// <summary>Invariance under translation: total momentum is kept.</summary>
    public const string Translation = "translation";

    /// <summary>Invariance under a boost: the center of mass flies freely.</summary>
    public const string Galilean = "galilean";

    /// <summary>Invariance under rotation and reflection: angular momentum is kept (isolated systems).</summary>
    public const string Rotation = "rotation";

    /// <summary>Invariance under exchange of particles of one kind.</summary>
    public const string Permutation = "permutation";

    /// <summary>S(q̄, −p̄) = S(q̄, p̄): the map is time-reversible.</summary>
    public const string TimeReversal = "time_reversal";

    /// <summary>
    /// What the networks of this project have by construction. A direct model is equivariant without being mechanics:
    /// no conservation follows from its symmetries.
    /// </summary>
    public static IReadOnlyList<string> Of(ModelKind kind) => kind == ModelKind.Action
        ? [Translation, Galilean, Rotation, Permutation, TimeReversal]
        : [Translation, Galilean, Rotation, Permutation];
}

using ActionML.Runtime;

namespace ActionML.Testing;

/// <summary>Heads, dimensions and cutoffs (0: none) that invariances are tested with.</summary>
public static class InvarianceModels
{
    /// <summary>Rows of a data-driven test.</summary>
    public static IEnumerable<object[]> All =>
        from kind in new[] { ModelKind.Action, ModelKind.Direct }
        from dimension in new[] { 2, 3 }
        from cutoff in new[] { 0, 2.5 }
        select new object[] { kind, dimension, cutoff };
}

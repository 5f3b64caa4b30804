namespace ActionML.Cli;

/// <summary>A number that a run was held to.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">What was found.</param>
/// <param name="Bound">What was allowed: the value must not be larger.</param>
internal sealed record BoundFigures(string Name, double Value, double Bound)
{
    /// <summary>What rounding and differences alone would show, where they limit the measurement; the bound allows for three times that.</summary>
    public double? Floor { get; init; }

    /// <summary>Whether the value is within its bound.</summary>
    public bool Passed => Value <= Bound;
}

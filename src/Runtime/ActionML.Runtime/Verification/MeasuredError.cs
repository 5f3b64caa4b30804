namespace ActionML.Runtime;

/// <summary>An error that was measured, and what the measurement can tell apart from none.</summary>
/// <param name="Value">The error, dimensionless; infinity where it is not a number.</param>
/// <param name="Floor">What rounding and differences alone would show, one standard deviation.</param>
public readonly record struct MeasuredError(double Value, double Floor);

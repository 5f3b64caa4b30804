namespace ActionML.Cli;

/// <summary>Values of one kind of atoms, of a pair of kinds, or of <c>all</c>.</summary>
internal sealed record NamedSeries(string Name, double[] Values);

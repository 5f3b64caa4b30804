namespace ActionML.Cli;

/// <summary>The path of one particle in the plane of the first two coordinates.</summary>
internal sealed record OrbitSeries(double[] X, double[] Y);

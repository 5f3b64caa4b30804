namespace ActionML.Testing;

/// <summary>What an engine computed, and the shape that it says it has.</summary>
public sealed record Tensor(double[] Values, int[] Shape);

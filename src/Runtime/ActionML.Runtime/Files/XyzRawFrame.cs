namespace ActionML.Runtime;

/// <summary>A frame as it stands in the file, before it is compared with the frames before.</summary>
/// <param name="Line">Number of the frame's first line.</param>
/// <param name="Comment">Its key=value pairs.</param>
/// <param name="Dimension">2 or 3.</param>
/// <param name="Kinds">Kinds, [N].</param>
/// <param name="Positions">Positions, [N, D].</param>
/// <param name="Momenta">Momenta, [N, D], or null when the file has none and that is allowed.</param>
/// <param name="Masses">Masses, [N], or null when the file has none.</param>
internal sealed record XyzRawFrame(
    long Line, XyzComment Comment, int Dimension, string[] Kinds, double[] Positions, double[]? Momenta, double[]? Masses)
{
    /// <summary>The number of particles N.</summary>
    public int Count => Kinds.Length;
}

using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>The state of a pair that a network sees: an action model its midpoint, a direct model its start.</summary>
internal static class PairState
{
    /// <summary>How far along the pair the state is.</summary>
    public static double Fraction(ModelKind kind) => kind == ModelKind.Action ? 0.5 : 0;

    /// <summary>Its positions, [N, D].</summary>
    public static double[] Positions(ModelKind kind, Frame start, Frame end)
    {
        double fraction = Fraction(kind);
        double[] from = start.State.Positions;
        double[] to = end.State.Positions;
        var positions = new double[from.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = from[i] + (fraction * (to[i] - from[i]));
        }

        return positions;
    }
}

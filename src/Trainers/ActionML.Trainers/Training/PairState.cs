using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>The state of a pair that a network sees: an action model its midpoint, a direct model its start.</summary>
internal static class PairState
{
    /// <summary>How far along the pair the state is.</summary>
    public static double Fraction(ModelKind kind) => kind == ModelKind.Action ? 0.5 : 0;

    /// <summary>Its positions, [N, D].</summary>
    public static double[] Positions(ModelKind kind, Frame start, Frame end) =>
        Between(start.State.Positions, end.State.Positions, Fraction(kind));

    /// <summary>Its momenta, [N, D].</summary>
    public static double[] Momenta(ModelKind kind, Frame start, Frame end) =>
        Between(start.State.Momenta, end.State.Momenta, Fraction(kind));

    private static double[] Between(double[] from, double[] to, double fraction)
    {
        var values = new double[from.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = from[i] + (fraction * (to[i] - from[i]));
        }

        return values;
    }
}

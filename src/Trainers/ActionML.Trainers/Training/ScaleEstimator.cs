using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Measures on the training pairs what a network is scaled by (weighted as in the loss, so that both parts of it begin
/// near one) and the unit of the corrector's residual, the plain RMS of Δp/√m.
/// </summary>
internal static class ScaleEstimator
{
    // More pairs change no digit that matters.
    private const int MaxPairs = 4096;

    public static (NetworkScales Scales, double ResidualScale) Estimate(PairSet pairs, PairWeights weights, ModelKind kind)
    {
        double h = pairs.TimeStep.Value;
        int stride = Math.Max(1, pairs.Training.Count / MaxPairs);
        double logDistance = 0, logMass = 0, positions = 0, momenta = 0, plain = 0;
        long edges = 0, particles = 0, components = 0, neighbors = 0;
        for (int index = 0; index < pairs.Training.Count; index += stride)
        {
            Frame start = pairs.Frames[pairs.Training[index].Start];
            Frame end = pairs.Frames[pairs.Training[index].End];
            ReadOnlySpan<double> masses = start.System.Masses;
            int d = start.System.Dimension;
            double weight = weights.Of(start, end);
            double half = kind == ModelKind.Action ? 0.5 : 0;
            for (int i = 0; i < masses.Length; i++)
            {
                particles++;
                neighbors += masses.Length - 1;
                logMass += Math.Log(masses[i]);
                for (int c = 0; c < d; c++)
                {
                    int at = (i * d) + c;
                    double deltaQ = end.State.Positions[at] - start.State.Positions[at];
                    double deltaP = end.State.Momenta[at] - start.State.Momenta[at];
                    double free = h * (start.State.Momenta[at] + (half * deltaP)) / masses[i];
                    positions += weight * masses[i] * (deltaQ - free) * (deltaQ - free) / (h * h);
                    momenta += weight * deltaP * deltaP / masses[i];
                    plain += deltaP * deltaP / masses[i];
                    components++;
                }

                for (int j = 0; j < i; j++)
                {
                    double distance = 0;
                    for (int c = 0; c < d; c++)
                    {
                        double r = At(start, end, half, (j * d) + c) - At(start, end, half, (i * d) + c);
                        distance += r * r;
                    }

                    logDistance += 0.5 * Math.Log(distance);
                    edges++;
                }
            }
        }

        var scales = new NetworkScales
        {
            TimeStep = h,
            Length = Math.Exp(logDistance / edges),
            Velocity = Math.Exp(logDistance / edges) / h,
            Mass = Math.Exp(logMass / particles),
            Neighbors = (double)neighbors / particles,
            MomentumChange = Math.Sqrt(momenta / components),
            PositionChange = Math.Sqrt(positions / components),
        };
        return (scales, Math.Sqrt(plain / components));
    }

    /// <summary>A position of the state that the network sees: the start, or the midpoint.</summary>
    private static double At(Frame start, Frame end, double half, int component)
    {
        double q = start.State.Positions[component];
        return q + (half * (end.State.Positions[component] - q));
    }
}

using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Measures on the training pairs what a network is scaled by (weighted as in the loss, so that both parts of it begin
/// near one) and the unit of the corrector's residual, the plain RMS of Δp/√m.
/// </summary>
internal static class ScaleEstimator
{
    // More change no digit that matters.
    private const int MaxPairs = 4096;
    private const long MaxComponents = 3_000_000;

    public static (NetworkScales Scales, double ResidualScale) Estimate(PairSet pairs, PairWeights weights, ModelKind kind, double? cutoff)
    {
        double h = pairs.TimeStep.Value;
        int stride = Math.Max(1, pairs.Training.Count / MaxPairs);
        double logDistance = 0, logMass = 0, positions = 0, momenta = 0, plain = 0;
        long edges = 0, particles = 0, components = 0;
        var seen = new FrameEdges(cutoff);
        for (int index = 0; index < pairs.Training.Count && components < MaxComponents; index += stride)
        {
            Frame start = pairs.Frames[pairs.Training[index].Start];
            Frame end = pairs.Frames[pairs.Training[index].End];
            ReadOnlySpan<double> masses = start.System.Masses;
            int d = start.System.Dimension;
            double weight = weights.Of(start, end);
            double half = PairState.Fraction(kind);
            for (int i = 0; i < masses.Length; i++)
            {
                particles++;
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
            }

            double[] q = PairState.Positions(kind, start, end);
            seen.Update(start.System, start.Cell, q);
            for (int e = 0; e < seen.EdgeCount; e++)
            {
                double distance = 0;
                for (int c = 0; c < d; c++)
                {
                    distance += seen.Vector(e, c) * seen.Vector(e, c);
                }

                logDistance += 0.5 * Math.Log(distance);
            }

            edges += seen.EdgeCount;
        }

        if (edges == 0)
        {
            throw new DataException(FormattableString.Invariant($"No particle of the training data sees another one within the cutoff of {cutoff}. Use a longer cutoff."));
        }

        var scales = new NetworkScales
        {
            TimeStep = h,
            Length = Math.Exp(logDistance / edges),
            Velocity = Math.Exp(logDistance / edges) / h,
            Mass = Math.Exp(logMass / particles),
            Neighbors = (double)edges / particles,
            MomentumChange = Math.Sqrt(momenta / components),
            PositionChange = Math.Sqrt(positions / components),
        };
        return (scales, Math.Sqrt(plain / components));
    }
}

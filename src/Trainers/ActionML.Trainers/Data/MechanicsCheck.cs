using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Whether pairs are what a model can learn at all. The networks see particles relative to each other: total momentum is
/// kept and the center of mass flies freely, whatever the weights are. Data that do otherwise would be learned badly in silence.
/// </summary>
/// <param name="TotalMomentum">RMS of ΣΔp over that of Δp summed without its signs: 0 where no force comes from outside, near 1 where all do.</param>
/// <param name="FreeFlight">RMS of √m(Δq − h p̄/m)/h over that of √m Δq/h: how far positions move otherwise than momenta and masses say.</param>
/// <param name="Doubt">What <see cref="DisplacementRatio"/> says of neighboring frames: null where they are plausible.</param>
internal readonly record struct MechanicsCheck(double TotalMomentum, double FreeFlight, string? Doubt)
{
    /// <summary>From here on nothing useful can be learned.</summary>
    public const double LargestTotalMomentum = 0.3;

    /// <summary>From here on the log warns: a thermostat leaves about so much, an anchor more.</summary>
    public const double NoticeableTotalMomentum = 0.02;

    /// <summary>From here on the log warns. A vibration of frequency ω has (ωh)²/12: 0.25 is where steps are nearly too long to solve.</summary>
    public const double NoticeableFreeFlight = 0.25;

    private const int MaxPairs = 2000;

    /// <summary>Measures on the training pairs.</summary>
    public static MechanicsCheck Of(PairSet pairs)
    {
        var displacements = new DisplacementRatio();
        double total = 0, apart = 0, flight = 0, moved = 0;
        double h = pairs.TimeStep.Value;
        int stride = Math.Max(1, pairs.Training.Count / MaxPairs);
        for (int index = 0; index < pairs.Training.Count; index += stride)
        {
            Frame start = pairs.Frames[pairs.Training[index].Start];
            Frame end = pairs.Frames[pairs.Training[index].End];

            // Neighboring frames, whatever the step is; a pair may run backwards.
            int first = Math.Min(pairs.Training[index].Start, pairs.Training[index].End);
            displacements.Add(pairs.Frames[first], pairs.Frames[first + 1]);
            ReadOnlySpan<double> masses = start.System.Masses;
            int d = start.System.Dimension;
            for (int c = 0; c < d; c++)
            {
                double sum = 0;
                for (int i = 0; i < masses.Length; i++)
                {
                    int at = (i * d) + c;
                    double deltaP = end.State.Momenta[at] - start.State.Momenta[at];
                    double velocity = (start.State.Momenta[at] + (0.5 * deltaP)) / masses[i];
                    double deltaQ = (end.State.Positions[at] - start.State.Positions[at]) / h;
                    sum += deltaP;
                    apart += deltaP * deltaP;
                    flight += masses[i] * (deltaQ - velocity) * (deltaQ - velocity);
                    moved += masses[i] * deltaQ * deltaQ;
                }

                total += sum * sum;
            }
        }

        // Forces from outside that have nothing to do with each other add up to the root of N times one of them.
        return new MechanicsCheck(
            Math.Sqrt(total / Math.Max(apart, double.Epsilon)), Math.Sqrt(flight / Math.Max(moved, double.Epsilon)), displacements.Doubt);
    }

    /// <exception cref="DataException">Positions and momenta do not belong together, or total momentum is not kept.</exception>
    public void Require()
    {
        if (Doubt is not null)
        {
            throw new DataException(Doubt);
        }

        if (TotalMomentum > LargestTotalMomentum)
        {
            throw new DataException(FormattableString.Invariant(
                $"Within a step the total momentum changes by {TotalMomentum:G2} of what the single momenta do; it should not change at all. Something outside the particles acts on them (a wall, an anchor, gravity, friction, a drive), or the momenta are not masses times velocities. Models of ActionML see particles relative to each other only: record a system without outside forces, or make what acts from outside a particle of it."));
        }
    }

    /// <summary>What the log should warn of, sentence by sentence.</summary>
    public IEnumerable<string> Warnings()
    {
        if (TotalMomentum > NoticeableTotalMomentum)
        {
            yield return FormattableString.Invariant(
                $"Within a step the total momentum changes by {TotalMomentum:G2} of what the single momenta do. Models keep it exactly, so that much cannot be learned: is there a thermostat or a force from outside?");
        }

        if (FreeFlight > NoticeableFreeFlight)
        {
            yield return FormattableString.Invariant(
                $"Positions move otherwise than momenta, masses and times say, by {FreeFlight:G2} of the motion. Are the momenta velocities, is the unit of time another one, or is the step too long? 'actionml advise' tells which steps can be learned.");
        }
    }
}

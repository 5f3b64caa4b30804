using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>
/// Which reference trajectories <see cref="ThreeBodyDataset"/> makes. A pair of frames <c>lag</c> apart is one training
/// pair of the map with h = lag · <see cref="FrameSpacing"/>.
/// </summary>
public sealed record ThreeBodyDatasetOptions
{
    /// <summary>
    /// States of the HNN recipe, never trained on. The source tests on 1000 trajectories of 20 points on [0, 5]; here
    /// are 200 of 21 frames, 0.25 apart.
    /// </summary>
    public static ThreeBodyDatasetOptions HnnTest { get; } = new()
    {
        Trajectories = 200,
        FigureEightShare = 0,
        UnequalMassShare = 0,
        HnnStartTime = 0,
        FrameSpacing = 0.25,
        Duration = 5,
        Seed = 1001,
    };

    /// <summary>Unequal masses inside the trained range U[0.5, 2].</summary>
    public static ThreeBodyDatasetOptions UnequalMassesTest { get; } =
        HnnTest with { UnequalMassShare = 1, Seed = 1002 };

    /// <summary>Masses outside the trained range, U[2.5, 4]: extrapolation.</summary>
    public static ThreeBodyDatasetOptions OutsideMassesTest { get; } =
        HnnTest with { UnequalMassShare = 1, MassMinimum = 2.5, MassMaximum = 4, Seed = 1003 };

    /// <summary>Number of trajectories, at least 1. Trajectory i depends on the seed and on i alone.</summary>
    public int Trajectories { get; init; } = 1000;

    /// <summary>Spatial dimension: 2, or 3 with perturbations and rotations out of the plane.</summary>
    public int Dimension { get; init; } = 2;

    /// <summary>Share of trajectories that start near the figure-eight, 0 to 1; the rest follow the HNN recipe.</summary>
    public double FigureEightShare { get; init; } = 0.6;

    /// <summary>
    /// Share of the trajectories of the HNN recipe with masses from U[<see cref="MassMinimum"/>,
    /// <see cref="MassMaximum"/>], 0 to 1; the rest have unit masses. Without any, a model's mass inputs are never
    /// trained.
    /// </summary>
    public double UnequalMassShare { get; init; } = 0.5;

    /// <summary>
    /// The same share of the trajectories that start near the figure-eight, 0 to 1. Such states are no longer near any
    /// closed orbit: with masses from U[0.5, 2], 10 % of the pairs 0.25 apart are close encounters, 0.2 % with unit
    /// masses.
    /// </summary>
    public double UnequalMassEightShare { get; init; }

    /// <summary>Smallest unequal mass, positive.</summary>
    public double MassMinimum { get; init; } = 0.5;

    /// <summary>Largest unequal mass, at least the smallest.</summary>
    public double MassMaximum { get; init; } = 2;

    /// <summary>
    /// Distance of the figure-eight states from the orbit. Close encounters, kicks beyond four medians 0.25 apart, are
    /// 0.04 % of the pairs up to a width of 0.03, 0.2 % up to 0.05, 0.9 % up to 0.1 and 2.3 % up to 0.2.
    /// </summary>
    public PhaseSpread Spread { get; init; } = new(0.002, 0.05);

    /// <summary>
    /// Longest time that a trajectory of the HNN recipe has run before its first frame, drawn uniformly from 0 to this;
    /// 0 or positive. The recipe's triangles need about two time units to lose their shape and meet, so without it
    /// short trajectories would show nothing else.
    /// </summary>
    public double HnnStartTime { get; init; } = 3;

    /// <summary>Time between frames, positive. A step h must be a multiple of it.</summary>
    public double FrameSpacing { get; init; } = 0.05;

    /// <summary>Length of each trajectory, at least one spacing; rounded down to whole spacings.</summary>
    public double Duration { get; init; } = 2;

    /// <summary>Softening length ε of the gravity, 0 or positive.</summary>
    public double Softening { get; init; }

    /// <summary>Seed of all chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Largest allowed relative energy error of a trajectory; one beyond it is drawn anew. Positive.</summary>
    public double EnergyTolerance { get; init; } = 1e-9;

    /// <summary>Threads to use; 0 for as many as there are processors. The frames do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Frames of each trajectory, the first one included.</summary>
    public int FramesPerTrajectory => (int)Math.Floor((Duration / FrameSpacing) + 1e-9) + 1;

    /// <summary>Checks all values and lists everything that is wrong at once.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        List<string> errors = [];
        void Require(bool condition, string name, object value, string expected)
        {
            if (!condition)
            {
                errors.Add(FormattableString.Invariant($"{name} is {value}, expected {expected}"));
            }
        }

        static bool Positive(double value) => double.IsFinite(value) && value > 0;
        Require(Trajectories >= 1, nameof(Trajectories), Trajectories, "at least 1");
        Require(Dimension is 2 or 3, nameof(Dimension), Dimension, "2 or 3");
        Require(FigureEightShare is >= 0 and <= 1, nameof(FigureEightShare), FigureEightShare, "0 to 1");
        Require(UnequalMassShare is >= 0 and <= 1, nameof(UnequalMassShare), UnequalMassShare, "0 to 1");
        Require(UnequalMassEightShare is >= 0 and <= 1, nameof(UnequalMassEightShare), UnequalMassEightShare, "0 to 1");
        Require(double.IsFinite(HnnStartTime) && HnnStartTime >= 0, nameof(HnnStartTime), HnnStartTime, "0 or a positive number");
        Require(Positive(MassMinimum), nameof(MassMinimum), MassMinimum, "a positive number");
        Require(
            double.IsFinite(MassMaximum) && MassMaximum >= MassMinimum, nameof(MassMaximum), MassMaximum, $"at least {nameof(MassMinimum)}");
        Require(Spread.IsValid, nameof(Spread), Spread, "0 < minimum <= maximum <= 1");
        Require(Positive(FrameSpacing), nameof(FrameSpacing), FrameSpacing, "a positive number");
        Require(
            Positive(Duration) && !(Duration < FrameSpacing * (1 - 1e-9)), nameof(Duration), Duration, $"at least {nameof(FrameSpacing)}");
        Require(!(Duration / FrameSpacing > 1e7), nameof(Duration), Duration, "at most ten million frames");
        Require(double.IsFinite(Softening) && Softening >= 0, nameof(Softening), Softening, "0 or a positive number");
        Require(Positive(EnergyTolerance), nameof(EnergyTolerance), EnergyTolerance, "a positive number");
        Require(Threads >= 0, nameof(Threads), Threads, "0 or more");
        if (errors.Count > 0)
        {
            throw new UsageException($"The data set's options cannot be used: {string.Join("; ", errors)}.");
        }
    }
}

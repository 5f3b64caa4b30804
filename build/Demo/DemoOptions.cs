using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Demo;

/// <summary>What the demo does. Everything that decides its results stands here.</summary>
internal sealed record DemoOptions
{
    /// <summary>Where everything is written.</summary>
    public required string Directory { get; init; }

    /// <summary>Train longer, and for a second, longer step as well.</summary>
    public bool Long { get; init; }

    /// <summary>Make data and models anew even if those of an earlier run fit.</summary>
    public bool Fresh { get; init; }

    /// <summary>Seconds that set-up took, to be reported; null when not known.</summary>
    public double? SetUpSeconds { get; init; }

    /// <summary>The step h of the models: velocity Verlet flies apart with it.</summary>
    public double TimeStep { get; init; } = 0.25;

    /// <summary>The second step of a long run.</summary>
    public double LongTimeStep { get; init; } = 0.5;

    /// <summary>The step of the velocity Verlet that the models are compared with.</summary>
    public double FineStep { get; init; } = 0.0125;

    /// <summary>Periods of the figure eight to simulate.</summary>
    public int Periods { get; init; } = 100;

    /// <summary>Largest time of a whole training stage; 0 for the default.</summary>
    public TimeSpan? TrainingTime { get; init; }

    /// <summary>The corrector of the simulations.</summary>
    public CorrectorOptions Corrector { get; init; } = new() { Tolerance = 1e-8 };

    /// <summary>The training trajectories.</summary>
    public ThreeBodyDatasetOptions Data => new()
    {
        // Many short trajectories: with 1,500 long ones an undisturbed training went through its pairs 72 times and overfitted.
        Trajectories = Long ? 30_000 : 10_000,
        FrameSpacing = TimeStep,
        Duration = 6 * TimeStep,
        FigureEightShare = 0.75,
        UnequalMassShare = 0.25,
    };

    /// <summary>Simulated time.</summary>
    public double Duration => Periods * ThreeBodyStates.FigureEightPeriod;

    /// <summary>The time of the training of the first step: 150 s with all that belongs to it, or most of half an hour.</summary>
    public TimeSpan TimeOf(double step) => TrainingTime
        ?? (!Long ? TimeSpan.FromSeconds(138) : TimeSpan.FromMinutes(step == TimeStep ? 17 : 12));

    /// <summary>The pairs that are learned from: those beyond four medians, the closest encounters, are left out (docs/adr/0003).</summary>
    public PairSamplerOptions Sampling(double step) => new() { TimeStep = Runtime.TimeStep.Dimensionless(step), OutlierFraction = 0.1 };

    /// <summary>How the models of a step are trained.</summary>
    public TrainingOptions Training(double step) => new() { MaxTime = TimeOf(step), MaxIterations = 10_000_000 };

    /// <summary>The directory of the models of a step.</summary>
    public string ModelDirectory(double step) => Path.Combine(
        Directory, step == TimeStep ? "model" : string.Create(CultureInfo.InvariantCulture, $"model-{step}"));

    /// <summary>What the data depend on, in one line: data of another line are made anew.</summary>
    public string DataStamp => $"{Data}, made by {Build(typeof(ThreeBodyDataset))}";

    /// <summary>What the models of a step depend on, in one line.</summary>
    public string ModelStamp(double step) => string.Create(
        CultureInfo.InvariantCulture, $"{Sampling(step)}, {Training(step)}, made by {Build(typeof(TrainingOptions))} and {Build(typeof(Export.NetworkOptions))}, data {DataStamp}");

    // Changes with the sources: what other code made is made anew.
    private static Guid Build(Type type) => type.Module.ModuleVersionId;
}

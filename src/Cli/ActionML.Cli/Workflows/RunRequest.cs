using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>What <c>actionml run</c> was asked to do.</summary>
internal sealed record RunRequest
{
    /// <summary>A model directory or file; null for velocity Verlet without one.</summary>
    public string? Model { get; init; }

    /// <summary>A trajectory file whose frame is the initial state, or <c>figure-eight</c>.</summary>
    public required string Start { get; init; }

    /// <summary>Which frame of the file, from 0; negative counts from the end.</summary>
    public long Frame { get; init; }

    /// <summary><c>action</c>, <c>direct</c> or <c>verlet</c>.</summary>
    public string Integrator { get; init; } = "action";

    /// <summary>The step; null for the model's.</summary>
    public TimeText? Step { get; init; }

    /// <summary>Steps to make.</summary>
    public long? Steps { get; init; }

    /// <summary>Time to simulate, instead of <see cref="Steps"/>.</summary>
    public TimeText? Duration { get; init; }

    /// <summary><c>none</c>, <c>langevin</c> or <c>csvr</c>.</summary>
    public string Thermostat { get; init; } = "none";

    /// <summary>The temperature of the thermostat and of drawn momenta, in the unit that users see.</summary>
    public double? Temperature { get; init; }

    /// <summary>The thermostat's ramp, instead of <see cref="Temperature"/>.</summary>
    public RampText? Ramp { get; init; }

    /// <summary>The thermostat's relaxation time; null for the default.</summary>
    public TimeText? Relaxation { get; init; }

    /// <summary>Whether to draw the initial momenta.</summary>
    public bool DrawMomenta { get; init; }

    /// <summary>Seed of thermostat and drawn momenta.</summary>
    public long Seed { get; init; }

    /// <summary>What neighbor lists reach beyond the cutoff, in Å.</summary>
    public double Skin { get; init; } = PeriodicNeighbors.ModelSkin;

    /// <summary>Distance up to which atoms count as neighbors, in Å.</summary>
    public double BondLength { get; init; } = AtomRecorder.DefaultBondLength;

    /// <summary>The corrector's tolerance; null for one that suits the model's precision.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The corrector's largest number of evaluations.</summary>
    public int MaxEvaluations { get; init; }

    /// <summary>Anderson depth.</summary>
    public int Depth { get; init; }

    /// <summary>Anderson mixing.</summary>
    public double Mixing { get; init; }

    /// <summary>Whether mixing is preconditioned with the springs of the model, where it has some.</summary>
    public bool UsesPairStiffness { get; init; } = true;

    /// <summary>Where the first guess comes from, or <c>auto</c>.</summary>
    public string WarmStart { get; init; } = "auto";

    /// <summary>mixing, mixing-then-newton, newton or auto.</summary>
    public string Solver { get; init; } = "mixing";

    /// <summary>Where steps are solved: <c>auto</c>, <c>host</c> or <c>device</c>.</summary>
    public string CorrectorOn { get; init; } = "auto";

    /// <summary>What happens to a step that does not converge.</summary>
    public string Policy { get; init; } = "throw";

    /// <summary>Verlet substeps of the fallback.</summary>
    public int FallBackSubsteps { get; init; }

    /// <summary><c>gravity</c>, <c>gete</c>, <c>none</c> or <c>auto</c>.</summary>
    public string Potential { get; init; } = "auto";

    /// <summary>Softening length of the gravity.</summary>
    public double Softening { get; init; }

    /// <summary>Gravitational constant.</summary>
    public double GravitationalConstant { get; init; } = 1;

    /// <summary>Which file of the model directory, where models run, and what happens when memory is short.</summary>
    public OnnxModelOptions Models { get; init; } = new();

    /// <summary>The trajectory to write; null for none.</summary>
    public string? Out { get; init; }

    /// <summary>Steps between written frames.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The checkpoint file; null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 1000;

    /// <summary>Whether to go on from the checkpoint.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether to certify the steps.</summary>
    public bool Certify { get; init; }

    /// <summary>A directory for summary, series and report; null for none.</summary>
    public string? ReportDirectory { get; init; }

    /// <summary>What to call the run in the report; null for the integrator and its step.</summary>
    public string? Label { get; init; }

    /// <summary>Independent copies to run; null for a single run.</summary>
    public long? Replicas { get; init; }

    /// <summary>Temperatures of the replicas, instead of <see cref="Temperature"/>; null for the same of all.</summary>
    public TemperaturesText? Temperatures { get; init; }

    /// <summary>Threads that make the steps of replicas; null for one per core.</summary>
    public long? Threads { get; init; }

    /// <summary>Replicas whose evaluations are made as one; null for what was measured to be fastest.</summary>
    public long? Group { get; init; }

    /// <summary>How the initial state is read.</summary>
    public TrajectoryReadOptions Reading { get; init; } = new();
}

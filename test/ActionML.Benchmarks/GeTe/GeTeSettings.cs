using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>What all runs of the benchmark share.</summary>
internal sealed record GeTeSettings
{
    /// <summary>The learned step, in fs: that of the model.</summary>
    public required double Step { get; init; }

    /// <summary>The step of the reference, in fs.</summary>
    public double ReferenceStep { get; init; } = 2;

    /// <summary>The corrector's tolerance: the loosest that leaves the behavior of the energy unchanged (<see cref="GeTeCost"/> shows it).</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Whether the corrector is preconditioned with the model's springs.</summary>
    public bool UsesPairStiffness { get; init; } = true;

    /// <summary>What a neighbor list reaches beyond the cutoff, in Å.</summary>
    public double Skin { get; init; } = PeriodicNeighbors.ModelSkin;

    /// <summary>Runs at the same time, a thread each.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Those for the models of a directory.</summary>
    public static GeTeSettings Of(string models)
    {
        using OnnxActionModel action = OnnxActionModel.Load(models, new OnnxModelOptions { Precision = ModelPrecision.Single });
        return new GeTeSettings { Step = action.Manifest.TimeStep.DisplayValue };
    }

    /// <summary>How the action's steps are made; steps that do not converge are kept and counted.</summary>
    public SymplecticStepperOptions Stepper => new()
    {
        Corrector = new CorrectorOptions { Tolerance = Tolerance, MaxEvaluations = 60, UsesPairStiffness = UsesPairStiffness },
        WarmStart = WarmStart.Direct,
        Policy = UnconvergedPolicy.KeepAndCount,
    };
}

using System.Globalization;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>A model directory, its direct model and its Hessian where there are any, and the kick that it was trained around.</summary>
internal sealed class LimitModel : IDisposable
{
    private const string KickFile = "kick.txt"; // k in eV/Å², written by whoever transformed the data

    private readonly OnnxActionModel _action;
    private readonly OnnxDirectModel? _direct;

    /// <summary>Loads all of it, in single precision.</summary>
    /// <param name="directory">The model directory.</param>
    public LimitModel(string directory)
    {
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));
        var options = new OnnxModelOptions { Precision = ModelPrecision.Single };
        _action = OnnxActionModel.Load(directory, options);
        _direct = File.Exists(Path.Combine(directory, "direct.onnx")) ? OnnxDirectModel.Load(directory, options) : null;
        Hessian = OnnxHessianModel.Load(directory, options);
        string kick = Path.Combine(directory, KickFile);
        KickStiffness = File.Exists(kick) ? double.Parse(File.ReadAllText(kick), CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Names its results.</summary>
    public string Name { get; }

    /// <summary>Hessian-vector products.</summary>
    public OnnxHessianModel Hessian { get; }

    /// <summary>The action.</summary>
    public OnnxActionModel Action => _action;

    /// <summary>The direct model; null where there is none.</summary>
    public OnnxDirectModel? Direct => _direct;

    /// <summary>The step.</summary>
    public TimeStep TimeStep => _action.Manifest.TimeStep;

    /// <summary>s, the unit of residuals.</summary>
    public double ResidualScale => _action.Manifest.ResidualScale;

    /// <summary>k of the kicks around the learned map; 0 for none.</summary>
    public double KickStiffness { get; }

    /// <summary>Its list.</summary>
    public PeriodicNeighbors Neighbors(Frame start) =>
        new(new Cell(start.Cell!), start.System.Count, _action.Manifest.Cutoff!.Value, PeriodicNeighbors.ModelSkin);

    /// <summary>Its stepper.</summary>
    /// <param name="start">The system and its cell.</param>
    /// <param name="tolerance">Of the solver.</param>
    /// <param name="solver">The method; <c>HalfMixing</c> is mixing with half of each residual instead of all of it.</param>
    public IStepper Stepper(Frame start, double tolerance, string solver)
    {
        bool isHalf = solver == "HalfMixing";
        var options = new SymplecticStepperOptions
        {
            Corrector = new CorrectorOptions
            {
                Tolerance = tolerance,
                MaxEvaluations = 60,
                Method = isHalf ? CorrectorMethod.Mixing : Enum.Parse<CorrectorMethod>(solver),
                Depth = 5,
                Mixing = isHalf ? 0.5 : 1,
            },
            WarmStart = _direct is null || KickStiffness != 0 ? WarmStart.Extrapolation : WarmStart.Direct,
            ExtrapolationOrder = 1,
            Policy = UnconvergedPolicy.KeepAndCount,
        };
        var inner = new SymplecticStepper(start.System, _action, Neighbors(start), options, _direct, hessian: Hessian);
        return KickStiffness == 0 ? inner : new KickStepper(inner, Repulsion(start));
    }

    /// <summary>The midpoint at which the learned S of a step is evaluated.</summary>
    public PhasePoint Midpoint(Frame start, PhasePoint before, PhasePoint after)
    {
        PhasePoint from = before.Clone();
        PhasePoint to = after.Clone();
        if (KickStiffness != 0)
        {
            ShortRepulsion repulsion = Repulsion(start);
            repulsion.Kick(from, 0.5 * TimeStep.Value);
            repulsion.Kick(to, -0.5 * TimeStep.Value);
        }

        for (int i = 0; i < from.Positions.Length; i++)
        {
            from.Positions[i] = 0.5 * (from.Positions[i] + to.Positions[i]);
            from.Momenta[i] = 0.5 * (from.Momenta[i] + to.Momenta[i]);
        }

        return from;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _action.Dispose();
        _direct?.Dispose();
        Hessian.Dispose();
    }

    private ShortRepulsion Repulsion(Frame start) => new(new Cell(start.Cell!), start.System.Count, KickStiffness);
}

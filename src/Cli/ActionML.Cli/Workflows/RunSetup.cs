using System.Globalization;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>Everything that a run needs, made from what was asked; disposes the models.</summary>
internal sealed class RunSetup : IDisposable
{
    private const double SingleTolerance = 1e-5;

    private readonly Cell? _cell;
    private readonly double _skin;
    private IActionModel? _action;
    private OnnxDirectModel? _direct;
    private OnnxHessianModel? _hessian;
    private IPotential? _forces; // of Verlet and fallback

    private RunSetup(Frame start, double skin)
    {
        Start = start;
        _skin = skin;
        if (start.Cell is { } vectors)
        {
            _cell = start.System.Dimension == 3
                ? new Cell(vectors)
                : throw new DataException("The initial state has two dimensions and a periodic cell; periodic systems have three. Remove the cell, or say dimension=3.");
        }
    }

    /// <summary>The initial state.</summary>
    public Frame Start { get; }

    /// <summary>The stepper.</summary>
    public IStepper Stepper { get; private set; } = null!;

    /// <summary>The potential whose energy is followed, less the heat of a thermostat; null for none.</summary>
    public IPotential? Potential { get; private set; }

    /// <summary>What the solver advisor picked; null where it was not asked.</summary>
    public string? Solver { get; private set; }

    /// <summary>Identifies the models.</summary>
    public string Models { get; private set; } = "";

    /// <summary>How many runs that share the sessions may evaluate at one time since memory was short; null where it never was.</summary>
    public int? MostAtOnce => (_action as OnnxActionModel)?.MostAtOnce ?? _direct?.MostAtOnce;

    /// <summary>Whether steps are solved for.</summary>
    public bool IsImplicit => (Thermostat?.Inner ?? Stepper) is SymplecticStepper;

    /// <summary>The thermostat; null for none.</summary>
    public ThermostatStepper? Thermostat => Stepper as ThermostatStepper;

    /// <summary>Makes it.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="sibling">A run from the same state with the same models, whose sessions are shared; null to open them.</param>
    /// <param name="groups">Takes replicas together for their evaluations; null where each evaluates for itself.</param>
    /// <exception cref="ActionMLException">Something is missing, contradictory or does not match.</exception>
    public static RunSetup Create(RunRequest request, RunSetup? sibling = null, ReplicaGroups? groups = null)
    {
        RunChecks.Require(request);
        RunSetup setup;
        if (sibling is null)
        {
            int dimension = request.Model is { } path && request.Integrator != "verlet" ? ModelFiles.Manifests(path)[0].Manifest.Dimension : 2;
            setup = new RunSetup(StartState.Find(request.Start, request.Frame, dimension, request.Reading, request.DrawMomenta), request.Skin);
        }
        else
        {
            setup = new RunSetup(sibling.Start, request.Skin) { _action = CorrectorPlace.Share(sibling._action), _direct = sibling._direct?.Share(), _hessian = sibling._hessian?.Share() };
        }

        try
        {
            setup._forces = RunPotential.Find(request, setup.Start, setup._cell);
            IStepper map = request.Integrator switch
            {
                "verlet" => setup.Verlet(request),
                "direct" => setup.Direct(request),
                _ => setup.Action(request, groups),
            };
            setup.Stepper = RunThermostat.Around(map, request);
            setup.Potential = setup._forces is { } forces && setup.Thermostat is { } thermostat ? new LessHeat(forces, thermostat) : setup._forces;
            return setup;
        }
        catch
        {
            setup.Dispose();
            throw;
        }
    }

    /// <summary>The corrector's tolerance where none is asked for.</summary>
    public static double ToleranceFor(ModelPrecision precision) => precision == ModelPrecision.Double ? new CorrectorOptions().Tolerance : SingleTolerance;

    /// <summary>Checks that a model meant for periodic systems gets one, and no other does.</summary>
    /// <exception cref="ModelMismatchException">It is not so.</exception>
    public static void RequireCellFor(ModelManifest manifest, double[]? cell)
    {
        if (manifest.Cutoff is { } cutoff && cell is null)
        {
            throw new ModelMismatchException(string.Create(
                CultureInfo.InvariantCulture,
                $"The model has a cutoff of {cutoff:G6} and is meant for periodic systems; the initial state is isolated. Give a state with a cell (Lattice=\"...\" pbc=\"T T T\" in extended XYZ), or a model without a cutoff."));
        }

        if (manifest.Cutoff is null && cell is not null)
        {
            throw new ModelMismatchException(
                "The initial state is periodic; the model has no cutoff and is meant for isolated systems, in which every particle sees every other one. Use a model trained with a cutoff (train --cutoff), or a state without a cell.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _action?.Dispose();
        _direct?.Dispose();
        _hessian?.Dispose();
    }

    /// <summary>A probe of the action's Hessian where the model directory has its products; null otherwise.</summary>
    public HessianProbe? HessianProbe(RunRequest request)
    {
        _hessian ??= _action is null ? null : ModelFiles.HessianBeside(request.Model!, request.Models);
        return _hessian is null ? null : new HessianProbe(_hessian, Start.System, Neighbors(_hessian.Manifest.Cutoff));
    }

    private VelocityVerletStepper Verlet(RunRequest request) => _forces is null
        ? throw new UsageException("Velocity Verlet needs forces, and there is no potential. Choose --potential gravity for isolated bodies or gete for Ge and Te in a cell, or a model.")
        : new VelocityVerletStepper(Start.System, _forces, request.Step!.Value.In("--step", Start.System.Units));

    private DirectStepper Direct(RunRequest request)
    {
        OnnxDirectModel model = _direct ??= ModelFiles.Direct(request.Model!, request.Models);
        RequireCellFor(model.Manifest, Start.Cell);
        if (AskedStep(request) is { } asked && !model.Manifest.TimeStep.IsCloseTo(asked))
        {
            throw new ModelMismatchException(
                $"The direct model was trained for steps of {model.Manifest.TimeStep}; this run asks for {asked}. Use a model for {asked} or set the step to {model.Manifest.TimeStep}.");
        }

        Models = ModelHash.OfFiles(ModelFiles.PathOf(request.Model!, ModelKind.Direct, request.Models.Precision));
        return new DirectStepper(Start.System, model, Neighbors(model.Manifest.Cutoff));
    }

    private SymplecticStepper Action(RunRequest request, ReplicaGroups? groups)
    {
        IActionModel model = _action ??= CorrectorPlace.Open(request, isReplica: groups is not null);
        RequireCellFor(model.Manifest, Start.Cell);
        List<string> files = [ModelFiles.PathOf(request.Model!, ModelKind.Action, request.Models.Precision)];
        OnnxDirectModel? guess = _direct ??= request.WarmStart is "auto" or "direct" ? ModelFiles.DirectBeside(request.Model!, request.Models) : null;
        if (guess is not null)
        {
            RequireCellFor(guess.Manifest, Start.Cell);
            files.Add(ModelFiles.PathOf(request.Model!, ModelKind.Direct, request.Models.Precision));
        }

        Models = ModelHash.OfFiles(files);
        var options = new SymplecticStepperOptions
        {
            Corrector = new CorrectorOptions
            {
                Tolerance = request.Tolerance ?? ToleranceFor(model.Manifest.Precision),
                MaxEvaluations = request.MaxEvaluations,
                Depth = request.Depth,
                Mixing = request.Mixing,
                UsesPairStiffness = request.UsesPairStiffness,
                Method = request.Solver switch
                {
                    "newton" => CorrectorMethod.Newton,
                    "mixing-then-newton" => CorrectorMethod.MixingThenNewton,
                    _ => CorrectorMethod.Mixing,
                },
            },
            WarmStart = request.WarmStart switch
            {
                "none" => WarmStart.None,
                "previous-delta" => WarmStart.PreviousDelta,
                "extrapolation" => WarmStart.Extrapolation,
                "direct" => WarmStart.Direct,
                _ => guess is null ? WarmStart.Extrapolation : WarmStart.Direct,
            },
            Policy = request.Policy switch
            {
                "keep-and-count" => UnconvergedPolicy.KeepAndCount,
                "fall-back" => UnconvergedPolicy.FallBack,
                _ => UnconvergedPolicy.Throw,
            },
            FallBackSubsteps = request.FallBackSubsteps,
            TimeStep = AskedStep(request),
        };
        if (options.Corrector.Method != CorrectorMethod.Mixing)
        {
            _hessian ??= ModelFiles.Hessian(request.Model!, request.Models);
        }

        (IActionModel evaluated, IDirectModel? guessing) = groups?.Join(Start.System, model, guess) ?? (model, guess);
        INeighborSource neighbors = Neighbors(Larger(model.Manifest.Cutoff, guess?.Manifest.Cutoff));
        if (request.Solver == "auto")
        {
            SolverAdvice advice = SolverAdvisor.Advise(Solved, options, guess is not null, Start.State);
            Solver = advice.ToString();
            options = advice.Options;
        }

        return Solved(options);

        SymplecticStepper Solved(SymplecticStepperOptions by) => new(Start.System, evaluated, neighbors, by, guessing, _forces, _hessian);
    }

    private TimeStep? AskedStep(RunRequest request) => request.Step?.In("--step", Start.System.Units);

    private static double? Larger(double? a, double? b) => a is { } x && b is { } y ? Math.Max(x, y) : a ?? b;

    private INeighborSource Neighbors(double? cutoff) => _cell is { } cell && cutoff is { } range
        ? new PeriodicNeighbors(cell, Start.System.Count, range, _skin)
        : new AllPairs(Start.System.Count, Start.System.Dimension);
}

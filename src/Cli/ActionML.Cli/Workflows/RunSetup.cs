using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>Everything that a run needs, made from what was asked; disposes the models.</summary>
internal sealed class RunSetup : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    private RunSetup(Frame start)
    {
        Start = start;
    }

    /// <summary>The initial state.</summary>
    public Frame Start { get; }

    /// <summary>The stepper.</summary>
    public IStepper Stepper { get; private set; } = null!;

    /// <summary>The potential whose energy is followed; null for none.</summary>
    public IPotential? Potential { get; private set; }

    /// <summary>Identifies the models.</summary>
    public string Models { get; private set; } = "";

    /// <summary>Whether steps are solved for.</summary>
    public bool IsImplicit => Stepper is SymplecticStepper;

    /// <summary>Makes it.</summary>
    /// <exception cref="ActionMLException">Something is missing, contradictory or does not match.</exception>
    public static RunSetup Create(RunRequest request)
    {
        Check(request);
        int dimension = request.Model is { } path && request.Integrator != "verlet" ? ModelFiles.Manifests(path)[0].Manifest.Dimension : 2;
        var setup = new RunSetup(StartState.Find(request.Start, request.Frame, dimension, request.Reading));
        try
        {
            setup.Potential = FindPotential(request, setup.Start);
            setup.Stepper = request.Integrator switch
            {
                "verlet" => setup.Verlet(request),
                "direct" => setup.Direct(request),
                _ => setup.Action(request),
            };
            return setup;
        }
        catch
        {
            setup.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }

    private static void Check(RunRequest request)
    {
        List<string> errors = [];
        if ((request.Steps is null) == (request.Duration is null))
        {
            errors.Add("Give either --steps or --duration.");
        }

        if (request.Steps is <= 0)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Found {request.Steps} for --steps; expected at least 1."));
        }

        if (request.Duration is { } duration && !(duration > 0))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Found {duration} for --duration; expected a positive time."));
        }

        if (request.Every < 1 || request.CheckpointEvery < 1)
        {
            errors.Add("--every and --checkpoint-every must be at least 1.");
        }

        if (request.Restart && request.Checkpoint is null)
        {
            errors.Add("--restart needs the checkpoint to go on from: add --checkpoint.");
        }

        if (request.Integrator == "verlet" && request.Step is null)
        {
            errors.Add("--integrator verlet needs --step.");
        }

        if (request.Integrator != "verlet" && request.Model is null)
        {
            errors.Add($"--integrator {request.Integrator} needs a model: name a model directory.");
        }

        if (errors.Count > 0)
        {
            throw new UsageException(string.Join(" ", errors));
        }
    }

    private static GravityPotential? FindPotential(RunRequest request, Frame start)
    {
        bool gravity = request.Potential == "gravity" || (request.Potential == "auto" && start.System.Units == UnitSystem.Dimensionless);
        return gravity
            ? new GravityPotential(start.System.Dimension, start.System.Masses, request.Softening, request.GravitationalConstant)
            : null;
    }

    private VelocityVerletStepper Verlet(RunRequest request) => Potential is null
        ? throw new UsageException("Velocity Verlet needs forces, and there is no potential. Choose --potential gravity, or a model.")
        : new VelocityVerletStepper(Start.System, Potential, Steps.Parse("--step", request.Step!.Value, Start.System.Units));

    private DirectStepper Direct(RunRequest request)
    {
        OnnxDirectModel model = ModelFiles.Direct(request.Model!, request.Precision);
        _owned.Add(model);
        RequireIsolated(model.Manifest);
        if (AskedStep(request) is { } asked && !model.Manifest.TimeStep.IsCloseTo(asked))
        {
            throw new ModelMismatchException(
                $"The direct model was trained for steps of {model.Manifest.TimeStep}; this run asks for {asked}. Use a model for {asked} or set the step to {model.Manifest.TimeStep}.");
        }

        Models = ModelHash.OfFiles(ModelFiles.PathOf(request.Model!, ModelKind.Direct, request.Precision));
        return new DirectStepper(Start.System, model, Neighbors());
    }

    private SymplecticStepper Action(RunRequest request)
    {
        OnnxActionModel model = ModelFiles.Action(request.Model!, request.Precision);
        _owned.Add(model);
        RequireIsolated(model.Manifest);
        List<string> files = [ModelFiles.PathOf(request.Model!, ModelKind.Action, request.Precision)];
        OnnxDirectModel? guess = request.WarmStart is "auto" or "direct" ? ModelFiles.DirectBeside(request.Model!, request.Precision) : null;
        if (guess is not null)
        {
            _owned.Add(guess);
            files.Add(ModelFiles.PathOf(request.Model!, ModelKind.Direct, request.Precision));
        }

        Models = ModelHash.OfFiles(files);
        var options = new SymplecticStepperOptions
        {
            Corrector = new CorrectorOptions
            {
                Tolerance = request.Tolerance,
                MaxEvaluations = request.MaxEvaluations,
                Depth = request.Depth,
                Mixing = request.Mixing,
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
        return new SymplecticStepper(Start.System, model, Neighbors(), options, guess, Potential);
    }

    private TimeStep? AskedStep(RunRequest request) =>
        request.Step is { } step ? Steps.Parse("--step", step, Start.System.Units) : null;

    private void RequireIsolated(ModelManifest manifest)
    {
        if (manifest.Cutoff is not null || Start.Cell is not null)
        {
            throw new ModelMismatchException(
                $"The {(Start.Cell is null ? "model has a cutoff" : "initial state is periodic")}; this version simulates isolated systems in which every particle sees every other one. Use such a state with a model without a cutoff.");
        }
    }

    private AllPairs Neighbors() => new(Start.System.Count, Start.System.Dimension);
}

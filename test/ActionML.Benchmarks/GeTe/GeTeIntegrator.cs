using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>A stepper by its name in gete.json, and the model that it needs.</summary>
internal sealed class GeTeIntegrator : IDisposable
{
    private readonly IDisposable[] _models;

    private GeTeIntegrator(IStepper stepper, params IDisposable[] models) => (Stepper, _models) = (stepper, models);

    /// <summary>The stepper.</summary>
    public IStepper Stepper { get; }

    /// <summary>Makes it.</summary>
    /// <param name="name"><c>reference</c>, <c>action</c>, <c>direct</c> or <c>verlet_same_step</c>.</param>
    /// <param name="start">The system and its cell.</param>
    /// <param name="models">The model directory.</param>
    /// <param name="settings">Steps, tolerance and skin.</param>
    public static GeTeIntegrator Create(string name, Frame start, string models, GeTeSettings settings)
    {
        var precision = new OnnxModelOptions { Precision = ModelPrecision.Single };
        switch (name)
        {
            case "reference":
                return new GeTeIntegrator(Verlet(start, settings.ReferenceStep));
            case "verlet_same_step":
                return new GeTeIntegrator(Verlet(start, settings.Step));
            case "direct":
                OnnxDirectModel direct = OnnxDirectModel.Load(models, precision);
                return new GeTeIntegrator(new DirectStepper(start.System, direct, Neighbors(direct, start, settings)), direct);
            default:
                OnnxActionModel action = OnnxActionModel.Load(models, precision);
                OnnxDirectModel guess = OnnxDirectModel.Load(models, precision);
                return new GeTeIntegrator(Action(action, guess, Neighbors(action, start, settings), start, settings), action, guess);
        }
    }

    /// <summary>Velocity Verlet with the reference potential.</summary>
    public static VelocityVerletStepper Verlet(Frame start, double femtoseconds) =>
        new(start.System, new GeTePotential(new Cell(start.Cell!), start.System.Kinds), TimeStep.FromFemtoseconds(femtoseconds));

    /// <summary>The action's stepper.</summary>
    public static SymplecticStepper Action(
        IActionModel model, IDirectModel guess, INeighborSource neighbors, Frame start, GeTeSettings settings) =>
        new(start.System, model, neighbors, settings.Stepper, guess);

    /// <summary>The neighbor list of a model.</summary>
    public static PeriodicNeighbors Neighbors(IDynamicsModel model, Frame start, GeTeSettings settings) =>
        new(new Cell(start.Cell!), start.System.Count, model.Manifest.Cutoff!.Value, settings.Skin);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable model in _models)
        {
            model.Dispose();
        }
    }
}

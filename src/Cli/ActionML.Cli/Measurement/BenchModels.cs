using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>The models of a measurement on one device, opened once for all sizes.</summary>
internal sealed class BenchModels : IDisposable
{
    private BenchModels(OnnxActionModel action, OnnxDirectModel? direct, ResidentActionModel? resident)
    {
        Action = action;
        Direct = direct;
        Resident = resident;
    }

    /// <summary>The action, for steps that are solved on the host.</summary>
    public OnnxActionModel Action { get; }

    /// <summary>The direct model; null where the directory has none.</summary>
    public OnnxDirectModel? Direct { get; }

    /// <summary>The action, for steps that are solved where it runs; null where none are measured.</summary>
    public ResidentActionModel? Resident { get; }

    /// <summary>Opens them.</summary>
    /// <param name="path">The model directory.</param>
    /// <param name="options">Precision and device.</param>
    /// <param name="onDevice">Whether steps are solved where the model runs, too.</param>
    /// <exception cref="ActionMLException">A model is missing or the device cannot be had.</exception>
    public static BenchModels Open(string path, OnnxModelOptions options, bool onDevice)
    {
        OnnxActionModel action = ModelFiles.Action(path, options);
        OnnxDirectModel? direct = null;
        try
        {
            direct = ModelFiles.DirectBeside(path, options);
            return new BenchModels(action, direct, onDevice ? ResidentActionModel.Load(path, options) : null);
        }
        catch
        {
            direct?.Dispose();
            action.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Resident?.Dispose();
        Direct?.Dispose();
        Action.Dispose();
    }
}

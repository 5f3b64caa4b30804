using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>Where steps are solved: in the host's memory, or on the device that runs the model.</summary>
internal static class CorrectorPlace
{
    /// <summary>Opens the action model of a run.</summary>
    /// <exception cref="UsageException">The solver does not run on a device.</exception>
    public static IActionModel Open(RunRequest request)
    {
        if (request.CorrectorOn != "device")
        {
            return ModelFiles.Action(request.Model!, request.Precision);
        }

        return request.Solver is "mixing" or "auto"
            ? ResidentActionModel.Load(request.Model!, ModelFiles.Options(request.Precision))
            : throw new UsageException($"--solver {request.Solver} runs on the host. Choose --corrector-on host, or --solver mixing or auto.");
    }

    /// <summary>The same model for another thread.</summary>
    public static IActionModel? Share(IActionModel? model) => model is ResidentActionModel resident ? resident.Share() : (model as OnnxActionModel)?.Share();
}

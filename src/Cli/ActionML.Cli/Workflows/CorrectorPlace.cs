using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>Where steps are solved: in the host's memory, or on the device that runs the model.</summary>
internal static class CorrectorPlace
{
    /// <summary>Opens the action model of a run.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="isReplica">Whether it is one of several, which are evaluated together.</param>
    /// <exception cref="UsageException">The solver does not run on a device.</exception>
    public static IActionModel Open(RunRequest request, bool isReplica)
    {
        if (!IsOnDevice(request, isReplica))
        {
            return ModelFiles.Action(request.Model!, request.Models);
        }

        return request.Solver is "mixing" or "auto"
            ? ResidentActionModel.Load(request.Model!, request.Models)
            : throw new UsageException($"--solver {request.Solver} runs on the host. Choose --corrector-on host, or --solver mixing or auto.");
    }

    // By itself only where it pays: off the host, with the corrector's models there, and a solver that runs there.
    private static bool IsOnDevice(RunRequest request, bool isReplica) => request.CorrectorOn switch
    {
        "device" => true,
        "auto" => request.Models.ExecutionTarget.CudaDevice is not null && !isReplica && request.Solver is "mixing" or "auto"
            && Enum.GetValues<ModelPrecision>().Any(precision => ResidentActionModel.CanLoad(request.Model!, precision)),
        _ => false,
    };

    /// <summary>The same model for another thread.</summary>
    public static IActionModel? Share(IActionModel? model) => model is ResidentActionModel resident ? resident.Share() : (model as OnnxActionModel)?.Share();
}

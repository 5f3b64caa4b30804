namespace ActionML.Runtime;

/// <summary>The names of tensors and files of the ONNX contract; they appear nowhere else.</summary>
public static class TensorNames
{
    /// <summary>Input [N, D]: displacements from the neighbor list's reference positions.</summary>
    public const string Positions = "positions";

    /// <summary>Input [N, D].</summary>
    public const string Momenta = "momenta";

    /// <summary>Input [N].</summary>
    public const string Masses = "masses";

    /// <summary>Input [N], int64: index into the manifest's kinds.</summary>
    public const string Species = "species";

    /// <summary>Input [N, K], int64.</summary>
    public const string Neighbors = "neighbors";

    /// <summary>Input [N·K], int64: the edge that points back.</summary>
    public const string Reverse = "reverse";

    /// <summary>Input [D, N, K]: relative reference positions of each edge.</summary>
    public const string Shifts = "shifts";

    /// <summary>Output [N, D].</summary>
    public const string DeltaPositions = "delta_positions";

    /// <summary>Output [N, D].</summary>
    public const string DeltaMomenta = "delta_momenta";

    /// <summary>Input [N, D] of a Hessian-vector product: δq̄.</summary>
    public const string DirectionPositions = "direction_positions";

    /// <summary>Input [N, D] of a Hessian-vector product: δp̄.</summary>
    public const string DirectionMomenta = "direction_momenta";

    /// <summary>Output [N]: per-particle share of S (action models).</summary>
    public const string GeneratingFunction = "generating_function";

    /// <summary>File of the action model in float precision.</summary>
    public const string ActionFile = "action.onnx";

    /// <summary>File of the direct model in float precision.</summary>
    public const string DirectFile = "direct.onnx";

    /// <summary>File of the action model in double precision.</summary>
    public const string ActionDoubleFile = "action.f64.onnx";

    /// <summary>File of the direct model in double precision.</summary>
    public const string DirectDoubleFile = "direct.f64.onnx";

    /// <summary>File of the action's Hessian-vector product in float precision.</summary>
    public const string HessianFile = "action.hvp.onnx";

    /// <summary>File of the action's Hessian-vector product in double precision.</summary>
    public const string HessianDoubleFile = "action.hvp.f64.onnx";

    /// <summary>File of the corrector's residual beside an action model in float precision.</summary>
    public const string CorrectorResidualFile = "corrector.residual.onnx";

    /// <summary>File of the corrector's residual beside an action model in double precision.</summary>
    public const string CorrectorResidualDoubleFile = "corrector.residual.f64.onnx";

    /// <summary>File of the corrector's mixing beside an action model in float precision.</summary>
    public const string CorrectorMixingFile = "corrector.mixing.onnx";

    /// <summary>File of the corrector's mixing beside an action model in double precision.</summary>
    public const string CorrectorMixingDoubleFile = "corrector.mixing.f64.onnx";

    /// <summary>File of a whole step for a fixed number of particles, for programs that know tensors only.</summary>
    public const string FrameFile = "frame.onnx";

    /// <summary>File of the model card.</summary>
    public const string ModelCardFile = "README.md";
}

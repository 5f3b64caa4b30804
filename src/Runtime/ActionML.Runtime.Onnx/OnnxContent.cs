namespace ActionML.Runtime.Onnx;

/// <summary>What a file of a model directory computes.</summary>
internal enum OnnxContent
{
    /// <summary>Δ = (∂S/∂p̄, −∂S/∂q̄).</summary>
    Action,

    /// <summary>A prediction of (Δq, Δp) from the start.</summary>
    Direct,

    /// <summary>The change of Δ along a direction.</summary>
    Hessian,

    /// <summary>The residual of the corrector's unknowns.</summary>
    CorrectorResidual,

    /// <summary>The corrector's next unknowns and midpoint.</summary>
    CorrectorMixing,
}

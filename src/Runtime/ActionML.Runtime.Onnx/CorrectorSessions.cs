using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>The sessions of a solve: the action and the corrector's two models.</summary>
internal sealed class CorrectorSessions(SharedSession action, SharedSession residual, SharedSession mixing)
{
    public InferenceSession Action => action.Session;

    public InferenceSession Residual => residual.Session;

    public InferenceSession Mixing => mixing.Session;

    /// <summary>One more user of the corrector's models; the action's session is its model's.</summary>
    public CorrectorSessions Use(SharedSession newAction) => new(newAction, residual.Use(), mixing.Use());

    public void Release()
    {
        residual.Release();
        mixing.Release();
    }
}

using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>A session, what its file says about itself, and how it was asked to run.</summary>
internal sealed record OpenedModel(InferenceSession Session, ModelManifest Manifest, OnnxModelOptions Options);

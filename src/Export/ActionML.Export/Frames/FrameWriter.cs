using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>
/// Writes a whole step for a fixed number of particles as one self-contained ONNX model (opset 17, IR version 8): kinds
/// as text, masses, positions and momenta in, Δq and Δp out, all in one row. For programs that know tensors and nothing
/// of mechanics, ML.NET's own ONNX scoring above all.
/// </summary>
/// <remarks>
/// <para>
/// A direct model is evaluated once. The step of an action model is solved in a loop, as <see cref="Corrector"/> solves
/// it from free flight: same unknowns, projections, mixing, residual and rules of when to stop. Both outputs are NaN
/// where the solve does not converge, where an input is not finite, and where a kind is unknown.
/// </para>
/// <para>
/// Every pair counts; there is no periodic cell. The file does not check that masses are those that the model was
/// trained with, and reads no third component in two dimensions.
/// </para>
/// </remarks>
public static class FrameWriter
{
    /// <summary>The serialized model.</summary>
    /// <param name="model">The content of <c>action.f64.onnx</c> or <c>direct.f64.onnx</c>.</param>
    /// <param name="options">The number of particles, names, and how a step is solved.</param>
    /// <exception cref="UsageException">The options are not valid.</exception>
    /// <exception cref="ModelMismatchException">The content is no model of this library in double precision, or one with a cutoff.</exception>
    public static byte[] Write(byte[] model, FrameOptions options)
    {
        options.Validate();
        ModelProto proto = Parse(model);
        Dictionary<string, string> metadata = proto.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        ModelManifest manifest = ModelManifest.FromMetadata(metadata, "The model");
        if (manifest.Precision != ModelPrecision.Double)
        {
            throw new ModelMismatchException("The model computes in single precision; a frame file is made from one in double. Export the model in double precision.");
        }

        if (manifest.Cutoff is { } cutoff)
        {
            throw new ModelMismatchException(FormattableString.Invariant(
                $"The model has a cutoff of {cutoff}; this version writes frame files of models in which every pair counts. Train a model without a cutoff."));
        }

        GraphProto graph = new FrameGraph(proto.Graph, manifest, options).Write();
        metadata["actionml.particles"] = FormattableString.Invariant($"{options.Particles}");
        return OnnxWriter.Write(
            graph,
            $"One step of {manifest.TimeStep} for {options.Particles} particles, from kinds, masses, positions and momenta.",
            metadata,
            usesMl: true);
    }

    private static ModelProto Parse(byte[] content)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(content);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelMismatchException($"The model cannot be read as ONNX: it is truncated, damaged or something else ({e.Message}). Export it again.", e);
        }
    }
}

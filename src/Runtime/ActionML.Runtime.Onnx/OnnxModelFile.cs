using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Finds and opens the file of a model, and reads its manifest before anything else.</summary>
internal static class OnnxModelFile
{
    /// <summary>The file that a path means: itself, or the file of the wanted kind in a model directory.</summary>
    public static string Find(string path, OnnxContent content, ModelPrecision? precision)
    {
        (string single, string wide) = content switch
        {
            OnnxContent.Action => (TensorNames.ActionFile, TensorNames.ActionDoubleFile),
            OnnxContent.Direct => (TensorNames.DirectFile, TensorNames.DirectDoubleFile),
            OnnxContent.Hessian => (TensorNames.HessianFile, TensorNames.HessianDoubleFile),
            OnnxContent.CorrectorResidual => (TensorNames.CorrectorResidualFile, TensorNames.CorrectorResidualDoubleFile),
            _ => (TensorNames.CorrectorMixingFile, TensorNames.CorrectorMixingDoubleFile),
        };
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? path
                : throw new FileException($"There is no model at '{path}'. Give an .onnx file or a directory that holds {single} or {wide}.");
        }

        string[] candidates = precision switch
        {
            ModelPrecision.Single => [single],
            ModelPrecision.Double => [wide],
            _ => [wide, single],
        };
        return candidates.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) ?? throw new FileException(
            $"The directory '{path}' has no {string.Join(" or ", candidates)}. {(content switch
            {
                OnnxContent.Hessian => $"Make it with 'actionml export {path} --out {path} --hessian'.",
                OnnxContent.CorrectorResidual or OnnxContent.CorrectorMixing => $"Make it with 'actionml export {path} --out {path}'.",
                _ => "Export the model in this precision, or give another directory.",
            })}");
    }

    /// <summary>Opens a file and checks that it is what is wanted.</summary>
    public static OpenedModel Open(string file, OnnxContent content, OnnxModelOptions options) =>
        Open(session => new InferenceSession(file, session), file, content, options);

    /// <summary>Opens the bytes of a file and checks that they are what is wanted.</summary>
    public static OpenedModel Open(byte[] bytes, string name, OnnxContent content, OnnxModelOptions options) =>
        Open(session => new InferenceSession(bytes, session), name, content, options);

    private static OpenedModel Open(
        Func<SessionOptions, InferenceSession> open, string file, OnnxContent wanted, OnnxModelOptions options)
    {
        if (options.Threads is < 1 or > 256)
        {
            throw new UsageException($"Threads is {options.Threads}; it must be between 1 and 256.");
        }

        using var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // What fails is an exception here; a line of the log besides would say it twice.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        OnnxSessionSettings.Apply(session, options.ExecutionTarget, options.PlansMemory);
        InferenceSession? opened = null;
        try
        {
            opened = open(session);
            ModelManifest manifest = ModelManifest.FromMetadata(opened.ModelMetadata.CustomMetadataMap, file);
            OnnxContent found = opened.InputMetadata.ContainsKey(TensorNames.DirectionPositions) ? OnnxContent.Hessian
                : opened.InputMetadata.ContainsKey(CorrectorTensors.Coefficients) ? OnnxContent.CorrectorMixing
                : opened.InputMetadata.ContainsKey(CorrectorTensors.DeltaScale) ? OnnxContent.CorrectorResidual
                : manifest.Kind == ModelKind.Action ? OnnxContent.Action
                : OnnxContent.Direct;
            if (found != wanted)
            {
                throw new ModelMismatchException(
                    $"'{file}' holds {Name(found)}; {Name(wanted)} is needed here. Give the other file of the model directory.");
            }

            return new OpenedModel(opened, manifest, options);
        }
        catch (OnnxRuntimeException e)
        {
            opened?.Dispose();
            throw DeviceFailure.IsDevice(e) ? DeviceFailure.Of(e, options.ExecutionTarget, $"opening '{file}'") : new FileException(
                $"'{file}' cannot be read as an ONNX model: it is truncated, damaged or something else. Export it again. (ONNX Runtime: {e.Message})", e);
        }
        catch (ActionMLException)
        {
            opened?.Dispose();
            throw;
        }

        static string Name(OnnxContent content) => content switch
        {
            OnnxContent.Action => "an action model",
            OnnxContent.Direct => "a direct model",
            OnnxContent.Hessian => "the Hessian-vector product of an action",
            OnnxContent.CorrectorResidual => "the residual of a corrector",
            _ => "the mixing of a corrector",
        };
    }
}

using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Finds and opens the file of a model, and reads its manifest before anything else.</summary>
internal static class OnnxModelFile
{
    /// <summary>The file that a path means: itself, or the file of the wanted kind in a model directory.</summary>
    public static string Find(string path, ModelKind kind, ModelPrecision? precision)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? path
                : throw new FileException($"There is no model at '{path}'. Give an .onnx file or a directory that holds {TensorNames.ActionFile} or {TensorNames.DirectFile}.");
        }

        string single = Path.Combine(path, kind == ModelKind.Action ? TensorNames.ActionFile : TensorNames.DirectFile);
        string wide = Path.Combine(path, kind == ModelKind.Action ? TensorNames.ActionDoubleFile : TensorNames.DirectDoubleFile);
        string[] candidates = precision switch
        {
            ModelPrecision.Single => [single],
            ModelPrecision.Double => [wide],
            _ => [wide, single],
        };
        return candidates.FirstOrDefault(File.Exists) ?? throw new FileException(
            $"The directory '{path}' has no {string.Join(" or ", candidates.Select(Path.GetFileName))}. Export the model in this precision, or give another directory.");
    }

    /// <summary>Opens a file and checks that it is a model of the wanted kind.</summary>
    public static (InferenceSession Session, ModelManifest Manifest) Open(string file, ModelKind kind, OnnxModelOptions options) =>
        Open(session => new InferenceSession(file, session), file, kind, options);

    /// <summary>Opens the content of a file and checks that it is a model of the wanted kind.</summary>
    public static (InferenceSession Session, ModelManifest Manifest) Open(byte[] content, string name, ModelKind kind, OnnxModelOptions options) =>
        Open(session => new InferenceSession(content, session), name, kind, options);

    private static (InferenceSession Session, ModelManifest Manifest) Open(
        Func<SessionOptions, InferenceSession> open, string file, ModelKind kind, OnnxModelOptions options)
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
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        OnnxSessionSettings.Apply(session);
        InferenceSession? opened = null;
        try
        {
            opened = open(session);
            ModelManifest manifest = ModelManifest.FromMetadata(opened.ModelMetadata.CustomMetadataMap, file);
            if (manifest.Kind != kind)
            {
                throw new ModelMismatchException(
                    $"'{file}' holds {Name(manifest.Kind)}; {Name(kind)} is needed here. Give the other file of the model directory.");
            }

            return (opened, manifest);
        }
        catch (OnnxRuntimeException e)
        {
            opened?.Dispose();
            throw new FileException(
                $"'{file}' cannot be read as an ONNX model: it is truncated, damaged or something else. Export it again. (ONNX Runtime: {e.Message})", e);
        }
        catch (ActionMLException)
        {
            opened?.Dispose();
            throw;
        }

        static string Name(ModelKind kind) => kind == ModelKind.Action ? "an action model" : "a direct model";
    }
}

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>The models of a directory, or of one file.</summary>
internal static class ModelFiles
{
    private static readonly (string Name, ModelKind Kind, ModelPrecision Precision)[] Known =
    [
        (TensorNames.ActionFile, ModelKind.Action, ModelPrecision.Single),
        (TensorNames.ActionDoubleFile, ModelKind.Action, ModelPrecision.Double),
        (TensorNames.DirectFile, ModelKind.Direct, ModelPrecision.Single),
        (TensorNames.DirectDoubleFile, ModelKind.Direct, ModelPrecision.Double),
    ];

    /// <summary>What <c>--precision</c> means: the precision of <c>single</c> and <c>double</c>, null for <c>auto</c>.</summary>
    public static ModelPrecision? Precision(string word) => word switch { "single" => ModelPrecision.Single, "double" => ModelPrecision.Double, _ => null };

    /// <summary>Opens the action model of a path.</summary>
    public static OnnxActionModel Action(string path, OnnxModelOptions options) => OnnxActionModel.Load(path, options);

    /// <summary>Opens the direct model of a path.</summary>
    public static OnnxDirectModel Direct(string path, OnnxModelOptions options) => OnnxDirectModel.Load(path, options);

    /// <summary>Opens the Hessian-vector product of the action of a path.</summary>
    public static OnnxHessianModel Hessian(string path, OnnxModelOptions options) => OnnxHessianModel.Load(path, options);

    /// <summary>Opens the Hessian-vector product beside an action model; null where there is none of this precision.</summary>
    public static OnnxHessianModel? HessianBeside(string path, OnnxModelOptions options)
    {
        (string Name, bool IsWanted)[] files = [(TensorNames.HessianDoubleFile, options.Precision != ModelPrecision.Single), (TensorNames.HessianFile, options.Precision != ModelPrecision.Double)];
        return Array.Exists(files, file => file.IsWanted && File.Exists(Path.Combine(path, file.Name))) ? Hessian(path, options) : null;
    }

    /// <summary>Opens the direct model beside an action model; null where there is none.</summary>
    public static OnnxDirectModel? DirectBeside(string path, OnnxModelOptions options)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        bool exists = Known.Any(k => k.Kind == ModelKind.Direct
            && (options.Precision is null || k.Precision == options.Precision) && File.Exists(Path.Combine(path, k.Name)));
        return exists ? Direct(path, options) : null;
    }

    /// <summary>The file that a path means for a kind: itself, or the one in a directory that would be opened.</summary>
    public static string PathOf(string path, ModelKind kind, ModelPrecision? precision) => !Directory.Exists(path)
        ? path
        : Known.Where(k => k.Kind == kind && (precision is null || k.Precision == precision))
            .OrderByDescending(k => k.Precision)
            .Select(k => Path.Combine(path, k.Name))
            .FirstOrDefault(File.Exists) ?? path;

    /// <summary>Whether a path has a model of a kind.</summary>
    public static bool Has(string path, ModelKind kind) =>
        Directory.Exists(path) && Known.Any(k => k.Kind == kind && File.Exists(Path.Combine(path, k.Name)));

    /// <summary>The manifests of all models of a directory, or of one file.</summary>
    /// <exception cref="FileException">There is no model.</exception>
    public static IReadOnlyList<ModelFile> Manifests(string path)
    {
        if (File.Exists(path))
        {
            return [new ModelFile(path, Manifest(path))];
        }

        List<ModelFile> found = [];
        foreach ((string name, ModelKind kind, ModelPrecision _) in Known)
        {
            string file = Path.Combine(path, name);
            if (File.Exists(file))
            {
                using IDynamicsModel model = kind == ModelKind.Action ? OnnxActionModel.Load(file) : OnnxDirectModel.Load(file);
                found.Add(new ModelFile(file, model.Manifest));
            }
        }

        return found.Count > 0
            ? found
            : throw new FileException(
                $"'{path}' holds no model: none of {string.Join(", ", Known.Select(k => k.Name))} is there. Name a model directory, or train one with 'actionml train'.");
    }

    /// <summary>The names of all model files in a directory, those of Hessian-vector products and the corrector included.</summary>
    public static IReadOnlyList<string> Names(string directory) =>
    [
        .. ((IEnumerable<string>)
            [
                .. Known.Select(k => k.Name), TensorNames.HessianFile, TensorNames.HessianDoubleFile,
                TensorNames.CorrectorMixingFile, TensorNames.CorrectorResidualFile,
                TensorNames.CorrectorMixingDoubleFile, TensorNames.CorrectorResidualDoubleFile,
            ])
            .Where(name => File.Exists(Path.Combine(directory, name))),
    ];

    // The file's own manifest says which kind it is, so that the first attempt may be refused for its kind alone.
    private static ModelManifest Manifest(string file)
    {
        try
        {
            using OnnxActionModel model = OnnxActionModel.Load(file);
            return model.Manifest;
        }
        catch (ModelMismatchException) when (IsDirect(file, out ModelManifest? manifest))
        {
            return manifest!;
        }
    }

    private static bool IsDirect(string file, out ModelManifest? manifest)
    {
        try
        {
            using OnnxDirectModel model = OnnxDirectModel.Load(file);
            manifest = model.Manifest;
            return true;
        }
        catch (ModelMismatchException)
        {
            manifest = null;
            return false;
        }
    }
}

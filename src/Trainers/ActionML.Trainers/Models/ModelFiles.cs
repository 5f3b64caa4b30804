using System.Text;
using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Trainers;

/// <summary>A model in the files that it was saved as.</summary>
internal sealed class ModelFiles : IModelSource
{
    private readonly string _source;

    /// <summary>Takes the files of one model, and opens it once to see that it is whole.</summary>
    /// <param name="kind">Action or direct.</param>
    /// <param name="files">Contents by name.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="FileException">The ONNX file cannot be read.</exception>
    /// <exception cref="ModelMismatchException">There is no ONNX file of this kind, or it is of an unknown format.</exception>
    public ModelFiles(ModelKind kind, IReadOnlyDictionary<string, byte[]> files, string source)
    {
        _source = source;
        Files = files;
        using IDynamicsModel model = Open(files, kind, source);
        Manifest = model.Manifest;
    }

    /// <inheritdoc/>
    public ModelManifest Manifest { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>The file name of a model of this kind and precision.</summary>
    public static string NameOf(ModelKind kind, ModelPrecision precision) => (kind, precision) switch
    {
        (ModelKind.Action, ModelPrecision.Single) => TensorNames.ActionFile,
        (ModelKind.Action, _) => TensorNames.ActionDoubleFile,
        (_, ModelPrecision.Single) => TensorNames.DirectFile,
        _ => TensorNames.DirectDoubleFile,
    };

    /// <summary>The network of a model, from the double file where it is there.</summary>
    /// <exception cref="ModelMismatchException">The file was written by a version that did not say how its network is built.</exception>
    public static NetworkModel Network(IReadOnlyDictionary<string, byte[]> files, ModelKind kind, string source)
    {
        string name = NameOf(kind, ModelPrecision.Double);
        name = files.ContainsKey(name) ? name : NameOf(kind, ModelPrecision.Single);
        return NetworkModel.FromOnnx(files[name], $"{source}: {name}");
    }

    /// <summary>The models of a directory that <see cref="DynamicsTransformer.ExportOnnx"/> wrote.</summary>
    /// <exception cref="FileException">There is none, or a file cannot be read.</exception>
    public static IReadOnlyList<ModelFiles> OfDirectory(string directory)
    {
        List<ModelFiles> models = [];
        foreach (ModelKind kind in new[] { ModelKind.Action, ModelKind.Direct })
        {
            Dictionary<string, byte[]> files = new[] { ModelPrecision.Single, ModelPrecision.Double }
                .Select(precision => NameOf(kind, precision))
                .Where(name => File.Exists(Path.Combine(directory, name)))
                .ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(directory, name)));
            if (files.Count > 0)
            {
                models.Add(new ModelFiles(kind, files, $"'{directory}'"));
            }
        }

        return models.Count > 0 ? models : throw new FileException(
            $"The directory '{directory}' holds no model: neither {TensorNames.ActionFile} nor {TensorNames.DirectFile} is there. Name a model directory, or a file that mlContext.Dynamics().SaveModel wrote.");
    }

    /// <summary>Opens the double file where it is there, because the corrector then converges to 1e-13, else the single one.</summary>
    public static IDynamicsModel Open(IReadOnlyDictionary<string, byte[]> files, ModelKind kind, string source)
    {
        string name = NameOf(kind, ModelPrecision.Double);
        if (!files.TryGetValue(name, out byte[]? file) && !files.TryGetValue(name = NameOf(kind, ModelPrecision.Single), out file))
        {
            throw new ModelMismatchException($"{source} holds no {NameOf(kind, ModelPrecision.Single)}. Save the model again.");
        }

        return kind == ModelKind.Action
            ? OnnxActionModel.Load(file, $"{source}: {name}")
            : OnnxDirectModel.Load(file, $"{source}: {name}");
    }

    /// <summary>Writes the models with which an action's steps are solved on a device.</summary>
    public static void WriteCorrector(string directory, ModelManifest action)
    {
        bool isDouble = action.Precision == ModelPrecision.Double;
        Write(isDouble ? TensorNames.CorrectorMixingDoubleFile : TensorNames.CorrectorMixingFile, CorrectorGraph.WriteMixing(action));
        Write(isDouble ? TensorNames.CorrectorResidualDoubleFile : TensorNames.CorrectorResidualFile, CorrectorGraph.WriteResidual(action));

        void Write(string name, byte[] content) => AtomicFile.Write(Path.Combine(directory, name), stream => stream.Write(content));
    }

    /// <summary>Writes the card of all models that a directory holds.</summary>
    public static void WriteCard(string directory)
    {
        var models = new List<(string File, ModelManifest Manifest)>();
        foreach (ModelKind kind in new[] { ModelKind.Action, ModelKind.Direct })
        {
            foreach (ModelPrecision precision in new[] { ModelPrecision.Single, ModelPrecision.Double })
            {
                string path = Path.Combine(directory, NameOf(kind, precision));
                if (File.Exists(path))
                {
                    using IDynamicsModel model = kind == ModelKind.Action ? OnnxActionModel.Load(path) : OnnxDirectModel.Load(path);
                    models.Add((Path.GetFileName(path), model.Manifest));
                }
            }
        }

        byte[] card = Encoding.UTF8.GetBytes(ModelCard.Compose(models));
        AtomicFile.Write(Path.Combine(directory, TensorNames.ModelCardFile), stream => stream.Write(card));
    }

    /// <inheritdoc/>
    public IDynamicsModel Open() => Open(Files, Manifest.Kind, _source);
}

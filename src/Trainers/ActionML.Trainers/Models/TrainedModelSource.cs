using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>A model just trained; its files are made when first needed.</summary>
internal sealed class TrainedModelSource(TrainedModel model) : IModelSource
{
    private readonly Lazy<IReadOnlyDictionary<string, byte[]>> _files = new(() => Export(model));

    /// <summary>The weights and the record of the training.</summary>
    public TrainedModel Model => model;

    /// <inheritdoc/>
    public ModelManifest Manifest => model.Manifest;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]> Files => _files.Value;

    /// <inheritdoc/>
    public IDynamicsModel Open() => ModelFiles.Open(Files, Manifest.Kind, "The trained model");

    private static Dictionary<string, byte[]> Export(TrainedModel model) =>
        new[] { ModelPrecision.Single, ModelPrecision.Double }.ToDictionary(
            precision => ModelFiles.NameOf(model.Manifest.Kind, precision), precision => model.Network.ToOnnx(precision));
}

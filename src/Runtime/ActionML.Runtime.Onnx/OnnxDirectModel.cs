namespace ActionML.Runtime.Onnx;

/// <summary>A direct model in an ONNX file.</summary>
public sealed class OnnxDirectModel : OnnxModel, IDirectModel
{
    private OnnxDirectModel(OpenedModel opened)
        : base(opened)
    {
    }

    private OnnxDirectModel(OnnxDirectModel other)
        : base(other)
    {
    }

    /// <summary>Loads a direct model.</summary>
    /// <param name="path">An ONNX file or a model directory.</param>
    /// <param name="options">Precision, target and threads; null for the defaults.</param>
    /// <exception cref="FileException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The file is not a direct model of a format that this version knows.</exception>
    /// <exception cref="DeviceException">The target cannot be had.</exception>
    public static OnnxDirectModel Load(string path, OnnxModelOptions? options = null)
    {
        options ??= new OnnxModelOptions();
        return new(OnnxModelFile.Open(OnnxModelFile.Find(path, OnnxContent.Direct, options.Precision), OnnxContent.Direct, options));
    }

    /// <summary>Loads a direct model from the content of its file.</summary>
    /// <param name="content">What the file holds.</param>
    /// <param name="name">Where it comes from, for messages.</param>
    /// <param name="options">Target and threads; null for the defaults. The content has one precision.</param>
    /// <exception cref="FileException">The content cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The content is not a direct model of a format that this version knows.</exception>
    /// <exception cref="DeviceException">The target cannot be had.</exception>
    public static OnnxDirectModel Load(byte[] content, string name, OnnxModelOptions? options = null) =>
        new(OnnxModelFile.Open(content, name, OnnxContent.Direct, options ?? new OnnxModelOptions()));

    /// <summary>
    /// A model over the same session, to be used at the same time on another thread: weights and working memory are
    /// shared, inputs and outputs its own, and it is bound on its own. Each is disposed on its own.
    /// </summary>
    /// <exception cref="ObjectDisposedException">This model and all that share its session are disposed.</exception>
    public OnnxDirectModel Share() => new(this);

    /// <inheritdoc/>
    public void Predict(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => Run(neighbors, displacements, momenta, [], [], deltaPositions, deltaMomenta);
}

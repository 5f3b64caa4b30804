namespace ActionML.Runtime.Onnx;

/// <summary>The Hessian-vector product of an action in an ONNX file.</summary>
public sealed class OnnxHessianModel : OnnxModel, IHessianModel
{
    private OnnxHessianModel(OpenedModel opened)
        : base(opened)
    {
    }

    private OnnxHessianModel(OnnxHessianModel other)
        : base(other)
    {
    }

    /// <summary>Loads the product.</summary>
    /// <param name="path">An ONNX file or a model directory.</param>
    /// <param name="options">Precision, target and threads; null for the defaults.</param>
    /// <exception cref="FileException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The file is not such a product, or not of a format that this version knows.</exception>
    /// <exception cref="DeviceException">The target cannot be had.</exception>
    public static OnnxHessianModel Load(string path, OnnxModelOptions? options = null)
    {
        options ??= new OnnxModelOptions();
        return new(OnnxModelFile.Open(OnnxModelFile.Find(path, OnnxContent.Hessian, options.Precision), OnnxContent.Hessian, options));
    }

    /// <summary>Loads the product from the content of its file.</summary>
    /// <param name="content">What the file holds.</param>
    /// <param name="name">Where it comes from, for messages.</param>
    /// <param name="options">Target and threads; null for the defaults. The content has one precision.</param>
    /// <exception cref="FileException">The content cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The content is not such a product, or not of a format that this version knows.</exception>
    /// <exception cref="DeviceException">The target cannot be had.</exception>
    public static OnnxHessianModel Load(byte[] content, string name, OnnxModelOptions? options = null) =>
        new(OnnxModelFile.Open(content, name, OnnxContent.Hessian, options ?? new OnnxModelOptions()));

    /// <summary>A product over the same session, to be used at the same time on another thread. Each is disposed on its own.</summary>
    /// <exception cref="ObjectDisposedException">This product and all that share its session are disposed.</exception>
    public OnnxHessianModel Share() => new(this);

    /// <inheritdoc/>
    public void Multiply(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => Run(neighbors, displacements, momenta, directionPositions, directionMomenta, deltaPositions, deltaMomenta);
}

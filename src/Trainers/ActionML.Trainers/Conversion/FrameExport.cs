using ActionML.Export;
using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>Transformers of this library as frame files, and as what ML.NET's own model files can hold of them.</summary>
internal static class FrameExport
{
    /// <summary>A frame file whose tensors are named by the transformer's columns.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <param name="particles">The number of particles of every row.</param>
    /// <param name="outputSuffix">What is put behind the names of the two new columns.</param>
    /// <exception cref="UsageException">There are fewer than two particles, or two columns have one name.</exception>
    /// <exception cref="ModelMismatchException">The model has a cutoff, or was saved without its double precision.</exception>
    public static byte[] Write(DynamicsTransformer transformer, int particles, string outputSuffix = "")
    {
        string name = ModelFiles.NameOf(transformer.Manifest.Kind, ModelPrecision.Double);
        if (!transformer.Files.TryGetValue(name, out byte[]? file))
        {
            throw new ModelMismatchException($"The model was saved without {name}, from which a frame file is made. Save it again from its training.");
        }

        DynamicsColumns columns = transformer.Columns;
        return FrameWriter.Write(file, new FrameOptions
        {
            Particles = particles,
            Corrector = (transformer as ActionTransformer)?.Corrector ?? new CorrectorOptions(),
            Species = columns.Species,
            Masses = columns.Masses,
            Positions = columns.Positions,
            Momenta = columns.Momenta,
            DeltaPositions = columns.DeltaPositions + outputSuffix,
            DeltaMomenta = columns.DeltaMomenta + outputSuffix,
        });
    }

    /// <summary>The number of particles that the model was trained on, which is that of its frame file.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <param name="advice">What to do where there is no such number.</param>
    /// <exception cref="ModelMismatchException">It was trained on systems of several sizes, or has a cutoff.</exception>
    public static int ParticlesOf(DynamicsTransformer transformer, string advice) => transformer.Manifest.Particles ?? throw new ModelMismatchException(
        transformer.Manifest.Cutoff is { } cutoff
            ? FormattableString.Invariant($"The model has a cutoff of {cutoff}; this version writes ONNX models of one row for models in which every pair counts. {advice}")
            : $"The model was trained on systems of several sizes; an ONNX model of one row has one number of particles. {advice}");

    /// <summary>Writes a transformer into ML.NET's model file, as ML.NET's own transformer that applies its frame file.</summary>
    /// <returns>The number of particles of its rows.</returns>
    /// <exception cref="NotSupportedException">Microsoft.ML.OnnxTransformer is not there.</exception>
    /// <exception cref="ModelMismatchException">The model has no one number of particles.</exception>
    public static int Save(DynamicsTransformer transformer, ModelSaveContext context)
    {
        if (!OptionalPackage.OnnxTransformer.IsThere)
        {
            throw new NotSupportedException(
                $"mlContext.Model.Save cannot save {transformer.GetType().Name} without the package {OptionalPackage.OnnxTransformer.Name}: ML.NET's own model files hold components of ML.NET only, and that package has one that can take its place. Add it, or save the model with mlContext.Dynamics().SaveModel(transformer, path) and load it with mlContext.Dynamics().LoadModel(path).");
        }

        int particles = ParticlesOf(
            transformer, "mlContext.Model.Save cannot save it: use mlContext.Dynamics().SaveModel(transformer, path), and mlContext.Dynamics().LoadModel(path).");
        DynamicsColumns columns = transformer.Columns;

        // By a file of our own: the package reads its file again while it saves, and one that it made itself deletes
        // itself when closed, which Windows does not let others open.
        string file = Path.Combine(Path.GetTempPath(), $"actionml-{Path.GetRandomFileName()}.onnx");
        try
        {
            File.WriteAllBytes(file, Write(transformer, particles));
            ITransformer inner = OnnxPackages.Apply(
                new MLContext(),
                file,
                [columns.DeltaPositions, columns.DeltaMomenta],
                [columns.Species, columns.Masses, columns.Positions, columns.Momenta],
                Schema(columns, particles));
            using var _ = inner as IDisposable;
            inner.Save(context);
            return particles;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The columns that a frame file reads, with their sizes.</summary>
    private static DataViewSchema Schema(DynamicsColumns columns, int particles)
    {
        var state = new VectorDataViewType(NumberDataViewType.Double, particles * RowGetters.Components);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(columns.Species, new VectorDataViewType(TextDataViewType.Instance, particles));
        builder.AddColumn(columns.Masses, new VectorDataViewType(NumberDataViewType.Double, particles));
        builder.AddColumn(columns.Positions, state);
        builder.AddColumn(columns.Momenta, state);
        return builder.ToSchema();
    }
}

using ActionML.Export;
using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>
/// Converts a chain of ML.NET's transformers and ours to one ONNX model of single rows. Ours become frame files, the
/// others are converted by ML.NET, one by one, and all are joined by the names of their columns.
/// </summary>
/// <remarks>
/// A chain with a component from outside ML.NET must never reach ML.NET's converter: it stops there in silence, and
/// returns a model that passes on its inputs. One by one, each conversion either makes every column that its
/// transformer makes, or is refused by name.
/// </remarks>
internal sealed class ChainConverter
{
    private readonly MLContext _context;
    private readonly OnnxMerger _merger = new();
    private readonly List<string> _made = [];

    private ChainConverter(MLContext context) => _context = context;

    /// <summary>The converted chain, checked on the first rows of the data.</summary>
    /// <exception cref="UsageException">There is no transformer of ours, a package is missing, or there are no rows.</exception>
    /// <exception cref="ModelMismatchException">A transformer cannot be converted, or the result differs from <c>Transform</c>.</exception>
    public static byte[] Convert(MLContext context, ITransformer chain, IDataView data)
    {
        IReadOnlyList<ITransformer> transformers = Flatten(chain);
        if (!transformers.Any(transformer => transformer is DynamicsTransformer))
        {
            throw new UsageException(
                $"{chain.GetType().Name} contains no action or direct model. Convert it with mlContext.Model.ConvertToOnnx of Microsoft.ML.OnnxConverter.");
        }

        var converter = new ChainConverter(context);
        DataViewSchema schema = Visible(data.Schema);
        foreach (ITransformer transformer in transformers)
        {
            schema = transformer is DynamicsTransformer own ? converter.AppendOwn(own, schema) : converter.AppendOther(transformer, schema);
        }

        string[] outputs = [.. converter._made.Where(column => schema.GetColumnOrNull(column) is not null)];
        byte[] content = converter._merger.Write(outputs, $"A chain of {transformers.Count} transformers that ActionML converted; one row at a time.");
        ConversionCheck.Run(content, outputs, chain, data);
        return content;
    }

    private static List<ITransformer> Flatten(ITransformer transformer) => transformer is IEnumerable<ITransformer> chain
        ? [.. chain.SelectMany(Flatten)]
        : [transformer];

    /// <summary>The columns that hide no other and are not hidden: those that have a name of their own in a graph.</summary>
    private static DataViewSchema Visible(DataViewSchema schema)
    {
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in schema.Where(column => !column.IsHidden))
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }

        return builder.ToSchema();
    }

    private DataViewSchema AppendOwn(DynamicsTransformer transformer, DataViewSchema schema)
    {
        int particles = FrameExport.ParticlesOf(transformer, "Choose it with ExportFrame(directory, particles), which writes this transformer alone.");
        DynamicsColumns columns = transformer.Columns;
        DataViewSchema output = transformer.GetOutputSchema(schema);
        foreach (string column in (string[])[columns.Positions, columns.Momenta])
        {
            int size = ((VectorDataViewType)schema[column].Type).Size;
            if (size != 0 && size != particles * RowGetters.Components)
            {
                throw new ModelMismatchException(
                    $"The column '{column}' has {size} values; the model was trained on {particles} particles, which have {particles * RowGetters.Components}. Give data of {particles} particles.");
            }
        }

        _merger.Append(
            FrameExport.Write(transformer, particles, OnnxMerger.OutputSuffix), transformer.GetType().Name, [.. schema.Select(column => column.Name)]);
        Made([columns.DeltaPositions, columns.DeltaMomenta]);

        // A file has one number of particles, so what stands behind ours sees vectors of known size.
        var state = new VectorDataViewType(NumberDataViewType.Double, particles * RowGetters.Components);
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in output.Where(column => !column.IsHidden))
        {
            bool isNew = column.Name == columns.DeltaPositions || column.Name == columns.DeltaMomenta;
            builder.AddColumn(column.Name, isNew ? state : column.Type, column.Annotations);
        }

        return builder.ToSchema();
    }

    private DataViewSchema AppendOther(ITransformer transformer, DataViewSchema schema)
    {
        string name = transformer.GetType().Name;
        if (!transformer.IsRowToRowMapper)
        {
            throw new ModelMismatchException($"{name} does not map row to row, so it cannot be part of an ONNX model of single rows. Leave it out of the chain that is converted.");
        }

        DataViewSchema output = transformer.GetOutputSchema(schema);
        IReadOnlySet<string> changed = _merger.Append(Converted(transformer, schema, name), name, [.. schema.Select(column => column.Name)]);

        // A name that is there twice is that of a column that hides another one, anywhere in the schema.
        foreach (DataViewSchema.Column column in output.Where(column => !column.IsHidden
            && (schema.GetColumnOrNull(column.Name) is null || output.Count(other => other.Name == column.Name) > 1)))
        {
            if (!changed.Contains(column.Name))
            {
                throw new ModelMismatchException(
                    $"{name} cannot be converted to ONNX: Microsoft.ML.OnnxConverter left the column '{column.Name}' as it was. Leave {name} out of the chain that is converted.");
            }

            Made([column.Name]);
        }

        return Visible(output);
    }

    private byte[] Converted(ITransformer transformer, DataViewSchema schema, string name)
    {
        try
        {
            return OnnxPackages.Convert(_context, transformer, schema);
        }
        catch (Exception e) when (e is not ActionMLException)
        {
            string[] open = [.. schema.Where(column => column.Type is VectorDataViewType { IsKnownSize: false }).Select(column => $"'{column.Name}'")];
            string advice = open.Length == 0
                ? "Leave it out of the chain that is converted."
                : $"Columns of variable length cannot be converted: load {string.Join(", ", open)}, where it reads them, as vectors of known size ([VectorType(n)]), or leave it out of the chain that is converted.";
            throw new ModelMismatchException($"{name} cannot be converted to ONNX by Microsoft.ML.OnnxConverter: {e.Message} {advice}", e);
        }
    }

    private void Made(IEnumerable<string> columns)
    {
        foreach (string column in columns)
        {
            _made.Remove(column);
            _made.Add(column);
        }
    }
}

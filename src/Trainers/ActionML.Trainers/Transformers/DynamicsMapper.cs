using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>Maps rows of one schema to the same rows with Δq and Δp behind.</summary>
internal sealed class DynamicsMapper : IRowToRowMapper
{
    private readonly DynamicsTransformer _transformer;

    /// <summary>A mapper for rows of a schema.</summary>
    /// <exception cref="DataException">A column is missing or of another type.</exception>
    /// <exception cref="ModelMismatchException">The rows are in other units or another dimension than the model's.</exception>
    public DynamicsMapper(DynamicsTransformer transformer, DataViewSchema inputSchema)
    {
        _transformer = transformer;
        InputSchema = inputSchema;
        Layout = FrameLayout.OfStates(inputSchema, transformer.Columns, transformer.Manifest);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        DataViewSchema.Annotations annotations = TrajectoryAnnotations.Create(Layout.Units, Layout.Dimension);
        builder.AddColumn(transformer.Columns.DeltaPositions, TrajectorySchema.PerParticle, annotations);
        builder.AddColumn(transformer.Columns.DeltaMomenta, TrajectorySchema.PerParticle, annotations);
        OutputSchema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema InputSchema { get; }

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; }

    /// <summary>Where the state is in an input row.</summary>
    public FrameLayout Layout { get; }

    /// <summary>Index of Δq in <see cref="OutputSchema"/>; Δp follows.</summary>
    public int DeltaPositions => InputSchema.Count;

    /// <summary>Dimension of the model.</summary>
    public int Dimension => Layout.Dimension;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new SortedSet<int>();
        foreach (DataViewSchema.Column column in dependingColumns)
        {
            if (column.Index < DeltaPositions)
            {
                needed.Add(column.Index);
            }
            else
            {
                needed.UnionWith(Layout.Columns.Select(input => input.Index));
            }
        }

        return needed.Select(index => InputSchema[index]);
    }

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new DynamicsRow(input, this, activeColumns, isCursor: false);

    /// <summary>A predictor that nobody else uses, for one row.</summary>
    public StepPredictor RentPredictor() => _transformer.RentPredictor();

    /// <summary>Gives a predictor back.</summary>
    public void Return(StepPredictor predictor) => _transformer.Return(predictor);

    /// <summary>Reports rows without a prediction.</summary>
    public void Report(long notFinite, long unconverged) => _transformer.Report(notFinite, unconverged);
}

using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>
/// Shapes of schemas. A column of a <see cref="SchemaShape"/> cannot be made outside ML.NET, but an estimator is given
/// the shape of any view: a probe in a chain over an empty view of the wanted columns receives it.
/// </summary>
internal static class StepShapes
{
    /// <summary>A shape with Δq and Δp behind, in place of columns of these names.</summary>
    /// <exception cref="DataException">A column that the trainer reads is missing or of another type.</exception>
    public static SchemaShape Append(SchemaShape input, DynamicsColumns columns)
    {
        Require(input, columns.TrajectoryId, TextDataViewType.Instance, vector: false);
        Require(input, columns.Time, NumberDataViewType.Double, vector: false);
        Require(input, columns.Species, TextDataViewType.Instance, vector: true);
        Require(input, columns.Masses, NumberDataViewType.Double, vector: true);
        Require(input, columns.Positions, NumberDataViewType.Double, vector: true);
        Require(input, columns.Momenta, NumberDataViewType.Double, vector: true);
        Allow(input, columns.Step, NumberDataViewType.Int64, vector: false);
        Allow(input, columns.Cell, NumberDataViewType.Double, vector: true);

        var builder = new DataViewSchema.Builder();
        DataViewSchema.Annotations annotations = TrajectoryAnnotations.Create(UnitSystem.Dimensionless, RowGetters.Components);
        builder.AddColumn(columns.DeltaPositions, TrajectorySchema.PerParticle, annotations);
        builder.AddColumn(columns.DeltaMomenta, TrajectorySchema.PerParticle, annotations);
        return new SchemaShape(
            input.Where(column => column.Name != columns.DeltaPositions && column.Name != columns.DeltaMomenta)
                .Concat(Of(builder.ToSchema())));
    }

    private static SchemaShape Of(DataViewSchema schema)
    {
        var probe = new Probe();
        new EstimatorChain<ITransformer>().Append(probe).Fit(new EmptyDataView(schema));
        return probe.Shape ?? throw new InvalidOperationException("ML.NET's EstimatorChain did not ask the probe for its output schema.");
    }

    private static void Allow(SchemaShape shape, string name, DataViewType item, bool vector)
    {
        if (shape.Any(column => column.Name == name))
        {
            Require(shape, name, item, vector);
        }
    }

    private static void Require(SchemaShape shape, string name, DataViewType item, bool vector)
    {
        string expected = vector ? $"a vector of {item}" : $"a single {item}";
        SchemaShape.Column[] found = [.. shape.Where(column => column.Name == name)];
        if (found.Length == 0)
        {
            throw new DataException(
                $"There is no column '{name}'; there are {string.Join(", ", shape.Select(column => $"'{column.Name}'"))}. Add it as {expected}, or say in the options which column takes its place.");
        }

        bool isVector = found[^1].Kind != SchemaShape.Column.VectorKind.Scalar;
        if (isVector != vector || !found[^1].ItemType.Equals(item))
        {
            throw new DataException(
                $"The column '{name}' is {(isVector ? "a vector of" : "a single")} {found[^1].ItemType}; expected {expected}. Convert it, or say in the options which column takes its place.");
        }
    }

    private sealed class Probe : IEstimator<ITransformer>, ITransformer
    {
        public SchemaShape? Shape { get; private set; }

        public bool IsRowToRowMapper => false;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;

        public ITransformer Fit(IDataView input) => this;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException("The probe maps no rows.");

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException("The probe is not a model.");
    }
}

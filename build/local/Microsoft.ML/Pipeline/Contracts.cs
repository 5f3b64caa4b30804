using Microsoft.ML.Data;

namespace Microsoft.ML
{
    /// <summary>What can be written into ML.NET's own model files.</summary>
    public interface ICanSaveModel
    {
        /// <summary>Writes the model.</summary>
        void Save(ModelSaveContext ctx);
    }

    /// <summary>Turns one view into another.</summary>
    public interface ITransformer : ICanSaveModel
    {
        /// <summary>Whether each row depends on one row only.</summary>
        bool IsRowToRowMapper { get; }

        /// <summary>The columns of a transformed view.</summary>
        DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

        /// <summary>What transforms single rows.</summary>
        IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);

        /// <summary>The transformed view; nothing is computed before it is read.</summary>
        IDataView Transform(IDataView input);
    }

    /// <summary>Learns a transformer from data.</summary>
    public interface IEstimator<out TTransformer>
        where TTransformer : ITransformer
    {
        /// <summary>Learns.</summary>
        TTransformer Fit(IDataView input);

        /// <summary>The columns of what the learned transformer will yield.</summary>
        SchemaShape GetOutputSchema(SchemaShape inputSchema);
    }

    /// <summary>Where ML.NET's own model files are written; of no use outside it.</summary>
    public sealed class ModelSaveContext
    {
        internal ModelSaveContext()
        {
        }
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>Transforms single rows.</summary>
    public interface IRowToRowMapper
    {
        /// <summary>The columns of rows that go in.</summary>
        DataViewSchema InputSchema { get; }

        /// <summary>The columns of rows that come out.</summary>
        DataViewSchema OutputSchema { get; }

        /// <summary>The columns that must go in for these to come out.</summary>
        IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

        /// <summary>The transformed row, which follows the one that goes in.</summary>
        DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
    }
}

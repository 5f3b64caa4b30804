using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>A transformer that ML.NET's converter knows nothing of: it doubles a column.</summary>
internal sealed class ForeignTransformer(string input, string output) : ITransformer
{
    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(output, inputSchema[input].Type);
        return builder.ToSchema();
    }

    public IDataView Transform(IDataView data) => new EmptyDataView(GetOutputSchema(data.Schema));

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException("The test does not need it.");

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException("The test does not need it.");
}

namespace Microsoft.ML.Data;

/// <summary>An estimator that needs no data.</summary>
public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : class, ITransformer
{
    private readonly TTransformer _transformer;

    private protected TrivialEstimator(TTransformer transformer) => _transformer = transformer;

    /// <summary>The transformer, which was there from the start.</summary>
    public TTransformer Fit(IDataView input)
    {
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The columns that come out.</summary>
    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
}

/// <summary>A transformer whose rows depend on one row each.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase()
    {
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns that come out.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

    /// <summary>The transformed view.</summary>
    public IDataView Transform(IDataView input) => new MappedDataView(input, Map(input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        // Model.Save says that there is no file, after every transformer of a chain has had its say.
    }

    private protected abstract MappedSchema Map(DataViewSchema inputSchema);
}

/// <summary>A transformer that makes one column of one column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase()
    {
    }
}

using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>Transformers one after another.</summary>
public sealed class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, IDisposable
    where TLastTransformer : class, ITransformer
{
    /// <summary>The last transformer.</summary>
    public readonly TLastTransformer LastTransformer;

    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;

    /// <summary>A chain of transformers with what each is for.</summary>
    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        _transformers = [.. transformers];
        _scopes = [.. scopes];
        LastTransformer = _transformers.LastOrDefault() as TLastTransformer;
    }

    /// <summary>A chain of transformers.</summary>
    public TransformerChain(params ITransformer[] transformers)
        : this(transformers, transformers.Select(_ => TransformerScope.Everything))
    {
    }

    bool ITransformer.IsRowToRowMapper => _transformers.All(transformer => transformer.IsRowToRowMapper);

    /// <summary>A chain with one more transformer.</summary>
    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer => new([.. _transformers, transformer], [.. _scopes, scope]);

    /// <summary>Frees what the transformers hold.</summary>
    public void Dispose()
    {
        foreach (IDisposable transformer in _transformers.OfType<IDisposable>())
        {
            transformer.Dispose();
        }
    }

    /// <inheritdoc/>
    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The columns that come out at the end.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        _transformers.Aggregate(inputSchema, (schema, transformer) => transformer.GetOutputSchema(schema));

    /// <summary>The view that comes out at the end.</summary>
    public IDataView Transform(IDataView input) =>
        _transformers.Aggregate(input, (view, transformer) => transformer.Transform(view));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        var mappers = new List<IRowToRowMapper>();
        DataViewSchema schema = inputSchema;
        foreach (ITransformer transformer in _transformers)
        {
            mappers.Add(transformer.GetRowToRowMapper(schema));
            schema = mappers[^1].OutputSchema;
        }

        return new CompositeMapper(inputSchema, mappers);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        foreach (ITransformer transformer in _transformers)
        {
            transformer.Save(ctx);
        }
    }

    private sealed class CompositeMapper(DataViewSchema inputSchema, List<IRowToRowMapper> mappers) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => inputSchema;

        public DataViewSchema OutputSchema => mappers.Count == 0 ? inputSchema : mappers[^1].OutputSchema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            Enumerable.Reverse(mappers).Aggregate(dependingColumns, (columns, mapper) => mapper.GetDependencies(columns));

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            var active = new IEnumerable<DataViewSchema.Column>[mappers.Count];
            for (int i = mappers.Count - 1; i >= 0; i--)
            {
                active[i] = [.. activeColumns];
                activeColumns = mappers[i].GetDependencies(active[i]);
            }

            return mappers.Zip(active).Aggregate(input, (row, pair) => pair.First.GetRow(row, pair.Second));
        }
    }
}

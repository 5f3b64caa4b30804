using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Predicts objects one at a time; for one thread.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly InputRow<TSrc> _input;
    private readonly UserRowWriter<TDst> _writer;

    private protected PredictionEngineBase(ITransformer transformer, bool ignoreMissingColumns)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        if (!transformer.IsRowToRowMapper)
        {
            throw new ArgumentOutOfRangeException(nameof(transformer), "Must be a row to row mapper");
        }

        _transformer = transformer;
        _input = new InputRow<TSrc>();
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;

        // Every column is active, and the row that comes out is never disposed: both as in the package.
        _writer = new UserRowWriter<TDst>(mapper.GetRow(_input, mapper.OutputSchema), ignoreMissingColumns);
    }

    /// <summary>The columns that the model yields.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>Frees the transformer.</summary>
    public void Dispose()
    {
        _input.Dispose();
        (_transformer as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The prediction for an example, a new object each time.</summary>
    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <summary>Writes the prediction for an example into an object.</summary>
    public abstract void Predict(TSrc example, ref TDst prediction);

    private protected void Run(TSrc example, TDst prediction)
    {
        _input.Set(example);
        _writer.Write(prediction);
    }
}

/// <summary>Predicts objects one at a time; for one thread.</summary>
public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, bool ignoreMissingColumns)
        : base(transformer, ignoreMissingColumns)
    {
    }

    /// <inheritdoc/>
    public override void Predict(TSrc example, ref TDst prediction)
    {
        ArgumentNullException.ThrowIfNull(example);
        Run(example, prediction ??= new TDst());
    }
}

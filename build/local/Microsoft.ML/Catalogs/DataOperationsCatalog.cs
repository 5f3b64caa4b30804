using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Makes and reads views.</summary>
public sealed class DataOperationsCatalog
{
    private readonly int? _seed;

    internal DataOperationsCatalog(int? seed) => _seed = seed;

    /// <summary>A view over objects; each public field or property is a column.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class => new EnumerableDataView<TRow>(data);

    /// <summary>The rows of a view as objects, read lazily.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(UserRowWriter<TRow>.Columns(data.Schema, ignoreMissingColumns).Select(item => item.Column));
        var writer = new UserRowWriter<TRow>(cursor, ignoreMissingColumns);
        TRow row = null;
        while (cursor.MoveNext())
        {
            row = reuseRowObject && row is not null ? row : new TRow();
            writer.Write(row);
            yield return row;
        }
    }

    /// <summary>The view, held in memory. All columns are read now; the package reads each when it is first needed.</summary>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch) => StoredDataView.Of(input);

    /// <summary>The rows whose value in a column is at least the one bound and below the other.</summary>
    public IDataView FilterRowsByColumn(
        IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        DataViewSchema.Column column = input.Schema[columnName];
        return new FilteredDataView(input, column, row =>
        {
            Func<object> read = UserTypes.Reader(row, column, typeof(double));
            return () => (double)read() is var value && value >= lowerBound && value < upperBound;
        });
    }

    /// <summary>Two parts of a view; rows with one key are in one part.</summary>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        if (!(testFraction > 0 && testFraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testFraction), "Must be between 0 and 1 exclusive");
        }

        return new RowSplitter(data, samplingKeyColumnName, seed ?? _seed).Split(0, testFraction);
    }

    /// <summary>The view split several times; each row is in one of the test parts, rows with one key in the same.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfFolds, 2);
        var splitter = new RowSplitter(data, samplingKeyColumnName, seed ?? _seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold => splitter.Split((double)fold / numberOfFolds, (fold + 1.0) / numberOfFolds))];
    }

    /// <summary>A view in two parts.</summary>
    public struct TrainTestData
    {
        /// <summary>What is held back.</summary>
        public readonly IDataView TestSet;

        /// <summary>What is learned from.</summary>
        public readonly IDataView TrainSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}

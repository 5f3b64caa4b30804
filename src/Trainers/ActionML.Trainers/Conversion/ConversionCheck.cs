using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>Runs a converted chain on the first rows of some data and compares it with the chain itself.</summary>
internal static class ConversionCheck
{
    /// <summary>How many rows are compared.</summary>
    public const int Rows = 10;

    /// <summary>
    /// The largest difference allowed, relative to the largest value of the row: ML.NET's converter writes some of its
    /// transformers in single precision.
    /// </summary>
    public const double Tolerance = 1e-5;

    /// <summary>Compares the numbers of some columns.</summary>
    /// <param name="content">The converted chain.</param>
    /// <param name="columns">Its outputs.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="data">Rows to compare on.</param>
    /// <exception cref="UsageException">There are no rows.</exception>
    /// <exception cref="ModelMismatchException">The conversion does not load, or gives other numbers.</exception>
    public static void Run(byte[] content, IReadOnlyList<string> columns, ITransformer chain, IDataView data)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = Open(content, options);
        IDataView expected = chain.Transform(data);
        string[] inputs = [.. session.InputMetadata.Keys];
        DataViewSchema.Column[] needed = [.. inputs.Concat(columns).Distinct().Select(name => Column(name, expected, data))];
        using DataViewRowCursor given = data.GetRowCursor([.. inputs.Select(name => data.Schema[name])]);
        using DataViewRowCursor cursor = expected.GetRowCursor(columns.Select(name => expected.Schema[name]));
        TensorReader[] readers = [.. inputs.Select(name => TensorReader.Create(given, data.Schema[name], session.InputMetadata[name]))];
        TensorReader[] results = [.. columns.Select(name => TensorReader.Create(cursor, expected.Schema[name], null))];
        int rows = 0;
        while (rows < Rows && given.MoveNext() && cursor.MoveNext())
        {
            rows++;
            Compare(session, inputs, readers, columns, results, rows);
        }

        if (rows == 0)
        {
            throw new UsageException("The data have no rows, so the converted chain cannot be checked. Give at least one row.");
        }
    }
}

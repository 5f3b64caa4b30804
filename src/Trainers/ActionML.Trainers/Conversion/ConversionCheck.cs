using ActionML.Export;
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
        using DataViewRowCursor given = data.GetRowCursor(inputs.Select(name => data.Schema[name]));
        using DataViewRowCursor made = expected.GetRowCursor(columns.Select(name => expected.Schema[name]));
        RowTensor[] arguments = Array.ConvertAll(inputs, name => RowTensor.Create(given, data.Schema[name]));
        RowTensor[] results = [.. columns.Select(name => RowTensor.Create(made, expected.Schema[name]))];
        string[] outputs = [.. columns.Select(name => name + OnnxMerger.OutputSuffix)];
        int rows = 0;
        while (rows < Rows && given.MoveNext() && made.MoveNext())
        {
            rows++;
            Compare(session, inputs, arguments, outputs, results, rows);
        }

        if (rows == 0)
        {
            throw new UsageException("The data have no rows, so the converted chain cannot be checked. Give at least one row.");
        }
    }

    private static InferenceSession Open(byte[] content, SessionOptions options)
    {
        try
        {
            return new InferenceSession(content, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelMismatchException($"The converted chain does not load in ONNX Runtime, so nothing was written: {e.Message}", e);
        }
    }

    private static void Compare(
        InferenceSession session, string[] inputs, RowTensor[] arguments, string[] outputs, RowTensor[] results, int row)
    {
        OrtValue[] values = [.. inputs.Zip(arguments, (name, argument) =>
            argument.Read([.. session.InputMetadata[name].Dimensions.Select(size => (long)size)], row))];
        try
        {
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> found = session.Run(run, inputs, values, outputs);
            for (int i = 0; i < outputs.Length; i++)
            {
                results[i].Check(found[i], Tolerance, row);
            }
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelMismatchException($"The converted chain fails on row {row}, so nothing was written: {e.Message}", e);
        }
        finally
        {
            foreach (OrtValue value in values)
            {
                value.Dispose();
            }
        }
    }
}

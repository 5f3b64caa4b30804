using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>What is used of ML.NET's two ONNX packages; a test finds each member in the listing of their public surface.</summary>
internal static class OnnxPackages
{
    /// <summary>The method of Microsoft.ML.OnnxConverter that is called.</summary>
    public static readonly (string Method, Type[] Parameters) ConvertMethod =
        ("ConvertToOnnx", [typeof(ModelOperationsCatalog), typeof(ITransformer), typeof(IDataView), typeof(Stream)]);

    /// <summary>The method of Microsoft.ML.OnnxTransformer that is called.</summary>
    public static readonly (string Method, Type[] Parameters) ApplyMethod =
        ("ApplyOnnxModel", [typeof(TransformsCatalog), typeof(string[]), typeof(string[]), typeof(string), typeof(int?), typeof(bool)]);

    /// <summary>ML.NET's conversion of one of its own transformers, over a view of which only the columns matter.</summary>
    public static byte[] Convert(MLContext context, ITransformer transformer, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        OptionalPackage.OnnxConverter.Call(
            $"Converting {transformer.GetType().Name}", ConvertMethod.Method, ConvertMethod.Parameters, context.Model, transformer, new EmptyDataView(schema), stream);
        return stream.ToArray();
    }

    /// <summary>ML.NET's transformer that applies a model in a file to columns of a schema.</summary>
    public static ITransformer Apply(MLContext context, string file, string[] outputs, string[] inputs, DataViewSchema schema)
    {
        object? estimator = OptionalPackage.OnnxTransformer.Call(
            "Saving with mlContext.Model.Save", ApplyMethod.Method, ApplyMethod.Parameters, context.Transforms, outputs, inputs, file, null, false);
        return ((IEstimator<ITransformer>)estimator!).Fit(new EmptyDataView(schema));
    }
}

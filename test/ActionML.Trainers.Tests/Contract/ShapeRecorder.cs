using Microsoft.ML;

namespace ActionML.Trainers.Tests;

/// <summary>Notes the shape that an estimator announces: a chain hands its input's shape to an estimator, so does this one.</summary>
internal sealed class ShapeRecorder<T>(IEstimator<T> inner) : IEstimator<T>
    where T : class, ITransformer
{
    public SchemaShape? Shape { get; private set; }

    public T Fit(IDataView input) => inner.Fit(input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inner.GetOutputSchema(inputSchema);
}

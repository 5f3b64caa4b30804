using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Puts estimators and transformers one after another.</summary>
public static class LearningPipelineExtensions
{
    /// <summary>An estimator after another.</summary>
    public static EstimatorChain<TTrans> Append<TTrans>(
        this IEstimator<ITransformer> start, IEstimator<TTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TTrans : class, ITransformer => new EstimatorChain<ITransformer>().Append(start).Append(estimator, scope);

    /// <summary>A transformer after another.</summary>
    public static TransformerChain<TTrans> Append<TTrans>(this ITransformer start, TTrans transformer)
        where TTrans : class, ITransformer => new(start, transformer);
}

using System.Globalization;

namespace ActionML.Runtime;

/// <summary>A mean with its uncertainty.</summary>
/// <param name="Mean">The mean of the samples; NaN without samples.</param>
/// <param name="StandardError">Its standard error, correlations between successive samples included; NaN where there are too few samples to tell.</param>
/// <param name="Samples">The number of samples.</param>
public readonly record struct MeanEstimate(double Mean, double StandardError, long Samples)
{
    /// <summary>The mean and its standard error in the invariant culture: <c>301.2 ± 0.8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:G6} ± {StandardError:G3}");
}

namespace ActionML.Cli;

/// <summary>A mean of one kind of atoms.</summary>
/// <param name="Kind">The kind, a pair as in <c>Ge–Te</c> (central atom first), or <c>all</c>.</param>
/// <param name="Mean">The mean over the run.</param>
/// <param name="StandardError">Its standard error by blocking; null where the run is too short to tell.</param>
internal sealed record KindEstimate(string Kind, double Mean, double StandardError)
{
    /// <summary>The name of what is of all kinds together.</summary>
    public const string All = "all";

    /// <summary>An estimate of a kind.</summary>
    public static KindEstimate From(string kind, Runtime.MeanEstimate estimate) => new(kind, estimate.Mean, estimate.StandardError);
}

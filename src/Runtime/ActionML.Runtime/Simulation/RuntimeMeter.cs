using System.Diagnostics.Metrics;

namespace ActionML.Runtime;

/// <summary>
/// The meter <c>ActionML.Runtime</c>, for whoever listens (<c>dotnet-counters</c>, OpenTelemetry). Without a listener
/// a step pays a few nanoseconds, and nothing is allocated.
/// </summary>
internal static class RuntimeMeter
{
    private static readonly Meter Source = new("ActionML.Runtime");

    private static readonly Counter<long> Steps = Source.CreateCounter<long>(
        "actionml.steps", "{step}", "Steps made by simulations.");

    private static readonly Counter<long> Unconverged = Source.CreateCounter<long>(
        "actionml.steps.unconverged", "{step}", "Steps whose implicit solve did not converge, kept or made by the fallback.");

    private static readonly Histogram<int> Evaluations = Source.CreateHistogram<int>(
        "actionml.step.evaluations", "{evaluation}", "Evaluations of the model or potential per step.");

    public static void Count(StepReport report)
    {
        Steps.Add(1);
        Evaluations.Record(report.Evaluations);
        if (!report.IsConverged)
        {
            Unconverged.Add(1);
        }
    }
}

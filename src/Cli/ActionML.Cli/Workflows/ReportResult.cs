namespace ActionML.Cli;

/// <summary>What <c>actionml report</c> wrote.</summary>
/// <param name="Report">Path of the page.</param>
/// <param name="Integrators">Number of integrators compared.</param>
internal sealed record ReportResult(string Report, int Integrators);

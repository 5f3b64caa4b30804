namespace ActionML.Cli;

/// <summary>What <c>actionml export</c> wrote.</summary>
/// <param name="Out">The model directory.</param>
/// <param name="Files">The models in it.</param>
internal sealed record ExportResult(string Out, IReadOnlyList<string> Files);

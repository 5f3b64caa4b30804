using System.Text.Json;

using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>
/// The metadata entry <c>actionml.network</c>: architecture and scales, so that a network can be built again from its file.
/// </summary>
internal static class NetworkMetadata
{
    public const string Key = "actionml.network";

    private static readonly JsonSerializerOptions Naming = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Write(NetworkOptions options, NetworkScales scales) => JsonSerializer.Serialize(new Entry(options, scales), Naming);

    /// <summary>Reads the entry of a file.</summary>
    /// <exception cref="ModelMismatchException">There is none, or it cannot be read.</exception>
    public static (NetworkOptions Options, NetworkScales Scales) Read(IReadOnlyDictionary<string, string> metadata, string source)
    {
        if (!metadata.TryGetValue(Key, out string? text))
        {
            throw new ModelMismatchException(
                $"'{source}' does not say how its network is built (no metadata entry '{Key}'): an earlier version wrote it. Export it again from 'actionml train --save-as' of this version, or train it again.");
        }

        try
        {
            Entry entry = JsonSerializer.Deserialize<Entry>(text, Naming)!;
            return (entry.Options, entry.Scales);
        }
        catch (JsonException e)
        {
            throw new ModelMismatchException($"'{source}' has '{Key}' = '{text}', which cannot be read. The file is damaged or was edited; export it again.", e);
        }
    }

    private sealed record Entry(NetworkOptions Options, NetworkScales Scales);
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActionML.Runtime;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Transformers in one zip file: <c>manifest.json</c> says what there is, with the SHA-256 of every other entry;
/// model i is a model directory <c>models/i</c>.
/// </summary>
internal static class ModelArchive
{
    /// <summary>The newest format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The entry that describes the others.</summary>
    public const string ManifestEntry = "manifest.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes transformers. The same transformers give the same bytes.</summary>
    public static void Write(Stream stream, IReadOnlyList<DynamicsTransformer> transformers)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var models = new List<ArchiveManifest.Model>();
        foreach ((int index, DynamicsTransformer transformer) in transformers.Index())
        {
            var files = new List<ArchiveManifest.File>();
            foreach ((string name, byte[] content) in transformer.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                string entry = $"models/{index}/{name}";
                files.Add(new ArchiveManifest.File(name, entry, content.LongLength, Convert.ToHexStringLower(SHA256.HashData(content))));
                Add(zip, entry, content);
            }

            models.Add(new ArchiveManifest.Model(
                transformer.Manifest.Kind, transformer.Columns, (transformer as ActionTransformer)?.Corrector, [.. files]));
        }

        var manifest = new ArchiveManifest(CurrentFormat, "ActionML " + typeof(ModelArchive).Assembly.GetName().Version!.ToString(3), [.. models]);
        Add(zip, ManifestEntry, JsonSerializer.SerializeToUtf8Bytes(manifest, Json));
    }

    /// <summary>Reads transformers.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <param name="host">The environment of the transformers.</param>
    /// <exception cref="ModelMismatchException">The file is something else, damaged, altered or of a newer format.</exception>
    public static IReadOnlyList<DynamicsTransformer> Read(Stream stream, string source, IHost host)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return [.. ReadManifest(zip, source).Models.Select(model => Read(zip, model, source, host))];
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw new ModelMismatchException(
                $"{source} cannot be read as a saved model: it is truncated, damaged or something else ({e.Message}). Save the model again with mlContext.Dynamics().SaveModel.", e);
        }
    }

    private static ArchiveManifest ReadManifest(ZipArchive zip, string source)
    {
        byte[] json = Content(zip, ManifestEntry, long.MaxValue, source);
        using (var document = JsonDocument.Parse(json))
        {
            // The format comes before everything else: a newer file may not even have the parts that are read below.
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("format", out JsonElement format)
                || format.ValueKind != JsonValueKind.Number
                || !format.TryGetInt32(out int number))
            {
                throw new JsonException($"{ManifestEntry} states no format");
            }

            if (number > CurrentFormat)
            {
                throw new ModelMismatchException(
                    $"{source} has format {number}; this version reads formats up to {CurrentFormat}. Update ActionML, or save the model with this version.");
            }
        }

        ArchiveManifest manifest = JsonSerializer.Deserialize<ArchiveManifest>(json, Json)!;
        return manifest.Models is { Length: > 0 } && !manifest.Models.Contains(null)
            ? manifest
            : throw new JsonException($"{ManifestEntry} names no model");
    }

    private static DynamicsTransformer Read(ZipArchive zip, ArchiveManifest.Model model, string source, IHost host)
    {
        if (model.Files is null || model.Columns is null || Array.Exists(model.Files, file => file?.Name is null || file.Entry is null))
        {
            throw new JsonException($"{ManifestEntry} is incomplete");
        }

        var files = new Dictionary<string, byte[]>();
        foreach (ArchiveManifest.File file in model.Files)
        {
            byte[] content = Content(zip, file.Entry, file.Length, source);
            string found = Convert.ToHexStringLower(SHA256.HashData(content));
            if (found != file.Sha256)
            {
                throw new ModelMismatchException(
                    $"'{file.Entry}' in {source} has the SHA-256 {found}; when it was saved it was {file.Sha256}. The file was altered or is damaged; save the model again.");
            }

            files[file.Name] = content;
        }

        var saved = new ModelFiles(model.Kind, files, source);
        return model.Kind == ModelKind.Action
            ? new ActionTransformer(host, saved, model.Columns, model.Corrector ?? new CorrectorOptions())
            : new DirectTransformer(host, saved, model.Columns);
    }

    private static byte[] Content(ZipArchive zip, string name, long length, string source)
    {
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw new ModelMismatchException(
            $"{source} has no entry '{name}', so it is not a whole model that ActionML saved. Save the model again with mlContext.Dynamics().SaveModel.");

        // What an entry says of its length decides how much memory is taken.
        if (entry.Length > Math.Min(length, Array.MaxLength))
        {
            throw new ModelMismatchException(
                $"'{name}' in {source} has {entry.Length} bytes; when it was saved it had {length}. The file was altered or is damaged; save the model again.");
        }

        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream stream = entry.Open();
        stream.Write(content);
    }
}

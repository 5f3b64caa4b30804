using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>The file from which an interrupted training goes on. It appears whole or not at all.</summary>
internal static class TrainingCheckpoint
{
    private const string Signature = "ActionML training checkpoint";
    private const int Version = 2;

    // An infinite weight threshold means equal weights.
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Identifies data, split and options; limits and engine may change between two parts of one training.</summary>
    public static string Fingerprint(ModelKind kind, PairSet pairs, TrainingOptions options)
    {
        TrainingOptions lasting = options with
        {
            CheckpointPath = null,
            MaxTime = null,
            MaxIterations = 1,
            Patience = null,
            ValidationPairs = 1,
            Engine = TrainingEngine.Auto,
            GpuDeviceId = null,
            FallbackToCpu = true,
        };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(lasting, Numbers));
        hash.AppendData(Encoding.UTF8.GetBytes($"{kind} {pairs.DataSha256} {pairs.Lag}"));
        hash.AppendData(MemoryMarshal.AsBytes<FramePair>(pairs.Training.ToArray()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static void Write(string path, string fingerprint, Action<BinaryWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Signature);
        writer.Write(Version);
        writer.Write(fingerprint);
        write(writer);
    });

    public static void Read(string path, string fingerprint, Action<BinaryReader> read)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using var reader = new BinaryReader(stream);
            if (reader.ReadString() != Signature)
            {
                throw new InvalidDataException("it does not begin as one");
            }

            int version = reader.ReadInt32();
            if (version != Version)
            {
                throw new DataException($"'{path}' has version {version}; this program reads version {Version}. Remove the file to start anew.");
            }

            if (reader.ReadString() != fingerprint)
            {
                throw new DataException(
                    $"'{path}' belongs to a training with other data or options. Remove the file to start anew, or restore the data and options.");
            }

            read(reader);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw new DataException($"'{path}' is not a whole training checkpoint: {e.Message}. Remove it to start anew.", e);
        }
    }
}

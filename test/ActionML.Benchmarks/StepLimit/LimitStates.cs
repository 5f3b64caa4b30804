using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>Equilibrium states of germanium telluride.</summary>
internal static class LimitStates
{
    // Neither that of the training data nor that of the gete benchmark.
    private const int StartSeed = 5000;

    /// <summary>The middle frames of evenly spread segments of the training data of one temperature, both replicas in turn.</summary>
    /// <param name="data">The folder of the training data.</param>
    /// <param name="kelvin">The temperature.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<Frame> Recorded(string data, double kelvin, int count)
    {
        foreach (int replica in new[] { 1, 2 })
        {
            string path = Path.Combine(data, string.Create(CultureInfo.InvariantCulture, $"liquid-{kelvin:0000}K-{replica}.xyz"));
            int kept = 0;
            int segment = 0;
            List<Frame> frames = [];
            foreach (Frame frame in ExtendedXyz.Read(path))
            {
                if (frames.Count > 0 && frames[0].TrajectoryId != frame.TrajectoryId)
                {
                    frames.Clear();
                    segment++;
                }

                frames.Add(frame);
                if (frames.Count == 5 && segment % Math.Max(1, 200 / (count / 2)) == 0 && kept < count / 2)
                {
                    kept++;
                    yield return frame;
                }
            }
        }
    }

    /// <summary>A liquid that no training has seen, made once.</summary>
    /// <param name="folder">Where starts are kept.</param>
    /// <param name="kelvin">The temperature.</param>
    /// <param name="start">Its number, from 1.</param>
    public static Frame Start(string folder, double kelvin, int start)
    {
        string path = Path.Combine(folder, "starts", string.Create(CultureInfo.InvariantCulture, $"{kelvin:0000}K-{start}.xyz"));
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            ulong seed = ((ulong)StartSeed << 32) + (ulong)((start * 10_000) + kelvin);
            GeTeThermalHistory history = GeTeThermalHistory.Liquid(new GeTeDatasetOptions { CrystalTemperatures = [] }, kelvin, new DeterministicRandom(seed));
            ExtendedXyzWriter.WriteAll(
                path, [new Frame(Path.GetFileNameWithoutExtension(path), 0, 0, history.System, history.State, history.Cell.Vectors.ToArray())]);
        }

        return ExtendedXyz.Read(path).First();
    }
}

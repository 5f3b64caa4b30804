using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// Training data of Ψ = K⁻¹ ∘ Φ ∘ K⁻¹, the map between the kicks of a <see cref="KickStepper"/>: each pair of frames one step apart is a
/// trajectory of two frames, its start kicked by K and its end kicked back.
/// </summary>
internal static class KickData
{
    /// <summary>Writes a transformed copy of each file.</summary>
    /// <param name="data">The folder of the data.</param>
    /// <param name="result">Where to; files that are there are kept.</param>
    /// <param name="lag">Frames of a step.</param>
    /// <param name="stiffness">Of the repulsion, in eV/Å²; 0 makes pairs of the map itself.</param>
    /// <param name="stride">Every such pair is taken.</param>
    /// <param name="contact">Only pairs of frames whose closest atoms are closer than this, in Å, and every fourth of the others.</param>
    public static void Write(string data, string result, int lag, double stiffness, int stride, double contact = double.PositiveInfinity)
    {
        Directory.CreateDirectory(result);
        foreach (string file in Directory.GetFiles(data, "*.xyz").Order())
        {
            string target = Path.Combine(result, Path.GetFileName(file));
            if (!File.Exists(target))
            {
                ExtendedXyzWriter.WriteAll(target + ".part", Pairs(file, lag, stiffness, stride, contact));
                File.Move(target + ".part", target);
                Console.WriteLine($"limit: {target}");
            }
        }
    }

    private static IEnumerable<Frame> Pairs(string file, int lag, double stiffness, int stride, double contact)
    {
        List<Frame> segment = [];
        int pair = 0;
        int other = 0;
        foreach (Frame frame in ExtendedXyz.Read(file))
        {
            if (segment.Count > 0 && segment[^1].TrajectoryId != frame.TrajectoryId)
            {
                segment.Clear();
            }

            segment.Add(frame);
            if (segment.Count <= lag || (segment.Count - lag - 1) % stride != 0)
            {
                continue;
            }

            Frame start = segment[^(lag + 1)];
            var cell = new Cell(frame.Cell!);
            double middle = ModeCarrier.ClosestPair(cell, segment[^((lag / 2) + 1)].State.Positions).Distance;
            if (middle > contact && other++ % 4 != 0)
            {
                continue;
            }

            double half = 0.5 * (frame.Time - start.Time);
            var repulsion = new ShortRepulsion(cell, frame.System.Count, stiffness);
            PhasePoint before = start.State.Clone();
            PhasePoint after = frame.State.Clone();
            repulsion.Kick(before, half);
            repulsion.Kick(after, -half);
            string name = string.Create(CultureInfo.InvariantCulture, $"{frame.TrajectoryId}-{pair++}");
            yield return start with { TrajectoryId = name, Step = 0, Time = 0, State = before };
            yield return frame with { TrajectoryId = name, Step = frame.Step - start.Step, Time = 2 * half, State = after };
        }
    }
}

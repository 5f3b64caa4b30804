using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Larger periodic systems: a frame whose cell is repeated along its edges.</summary>
internal static class RepeatedCell
{
    /// <summary>The frame with a number of atoms, in a cell as near to the shape of its own as that number allows.</summary>
    /// <exception cref="UsageException">The number is not a multiple of the frame's.</exception>
    public static Frame WithAtoms(Frame frame, int atoms)
    {
        int n = frame.System.Count;
        if (atoms < n || atoms % n != 0)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"Found {atoms} for --atoms; the initial state has {n} atoms in its cell, which is repeated. Ask for a multiple of {n}, such as {n}, {8 * n} or {27 * n}."));
        }

        (int A, int B, int C) best = (atoms / n, 1, 1);
        for (int c = 1; c * c * c <= atoms / n; c++)
        {
            for (int b = c; b * b * c <= atoms / n; b++)
            {
                int a = atoms / n / (b * c);
                if (a * b * c == atoms / n && a + b + c < best.A + best.B + best.C)
                {
                    best = (a, b, c);
                }
            }
        }

        return Of(frame, best.A, best.B, best.C);
    }

    /// <summary>The frame, so many times along each edge of its cell.</summary>
    public static Frame Of(Frame frame, int times) => Of(frame, times, times, times);

    /// <summary>The frame, so many times along the first, second and third edge of its cell; itself for 1, 1, 1.</summary>
    public static Frame Of(Frame frame, int first, int second, int third)
    {
        int images = first * second * third;
        if (images == 1)
        {
            return frame;
        }

        int n = frame.System.Count;
        double[] cell = frame.Cell!;
        double[] q = new double[3 * n * images];
        double[] p = new double[q.Length];
        string[] kinds = new string[q.Length / 3];
        double[] masses = new double[kinds.Length];
        for (int image = 0; image < images; image++)
        {
            int[] shift = [image / (second * third), image / third % second, image % third];
            for (int i = 0; i < 3 * n; i++)
            {
                int c = i % 3;
                int at = (3 * n * image) + i;
                q[at] = frame.State.Positions[i] + (shift[0] * cell[c]) + (shift[1] * cell[3 + c]) + (shift[2] * cell[6 + c]);
                p[at] = frame.State.Momenta[i];
                kinds[at / 3] = frame.System.Kinds[i / 3];
                masses[at / 3] = frame.System.Masses[i / 3];
            }
        }

        int[] times = [first, second, third];
        return new Frame(
            frame.TrajectoryId, 0, 0, new ParticleSystem(3, frame.System.Units, kinds, masses), new PhasePoint(kinds.Length, 3, q, p), [.. cell.Select((v, i) => v * times[i / 3])]);
    }
}

using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// The tail of the stiffness: a run of the reference, and at the bottom of every close contact the angle ωh of steps around it. No model takes
/// part.
/// </summary>
internal static class ContactStage
{
    private const double Close = 2.27; // Å
    private const int Interval = 2; // reference steps between two looks

    private static readonly double[] Steps = [24, 28, 32, 40];
    private static readonly double[] Bounds = [2.0, 2.5, 2.9, Math.PI];

    /// <summary>Runs the reference, unless the result is there, and prints how often angles are passed.</summary>
    /// <param name="folder">Where results go.</param>
    /// <param name="kelvin">Temperature of the start, number 1.</param>
    /// <param name="picoseconds">How long.</param>
    public static void Run(string folder, double kelvin, double picoseconds)
    {
        string path = Path.Combine(folder, "contacts", string.Create(CultureInfo.InvariantCulture, $"{kelvin}K-{picoseconds}ps.csv"));
        if (!File.Exists(path))
        {
            Follow(folder, path + ".part", kelvin, picoseconds);
            File.Move(path + ".part", path);
        }

        LimitTable table = Open(path);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"limit: {kelvin} K, {picoseconds} ps: {table.Rows.Count} contacts closer than {Close} Å"));
        for (int h = 0; h < Steps.Length; h++)
        {
            foreach ((string name, int column) in new[] { ("instant", 3 + (2 * h)), ("whole step", 4 + (2 * h)) })
            {
                double[] angles = LimitTable.Numbers(table.Rows, column);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {kelvin} K | {Steps[h]} fs | {name} | {string.Join(" | ", Bounds.Select(bound => string.Create(CultureInfo.InvariantCulture, $"{angles.Count(a => a > bound)}")))} | largest {angles.DefaultIfEmpty(0).Max():0.00} |"));
            }
        }
    }

    private static LimitTable Open(string path) =>
        new(path, ["time_fs", "distance", "kinds", .. Steps.SelectMany(h => new[] { $"instant_{h}", $"step_{h}" })]);

    private static void Follow(string folder, string path, double kelvin, double picoseconds)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        LimitTable table = Open(path);
        Frame start = LimitStates.Start(folder, kelvin, 1);
        ParticleSystem system = start.System;
        var cell = new Cell(start.Cell!);
        double substep = TimeStep.FromFemtoseconds(2).Value;
        var stepper = new VelocityVerletStepper(system, new GeTePotential(cell, system.Kinds), TimeStep.FromFemtoseconds(2));
        var flow = new ReferenceFlow(new GeTePotential(cell, system.Kinds), system);
        PhasePoint state = start.State.Clone();
        PhasePoint before = state.Clone();
        (int Atom, int Partner, double Distance) last = (0, 0, double.PositiveInfinity);
        bool isFalling = false;
        for (int step = 1; step <= 500 * picoseconds; step++)
        {
            stepper.Step(state);
            if (step % Interval != 0)
            {
                continue;
            }

            (int Atom, int Partner, double Distance) closest = ModeCarrier.ClosestPair(cell, state.Positions);
            if (closest.Distance > last.Distance && isFalling && last.Distance < Close)
            {
                double omega = flow.Stiffest(before.Positions, products: 30).Omega;
                table.Add(
                    [
                        2.0 * (step - Interval), last.Distance, system.Kinds[last.Atom] + system.Kinds[last.Partner],
                        .. Steps.SelectMany(h => new object[]
                        {
                            omega * TimeStep.FromFemtoseconds(h).Value,
                            ReferenceFlow.Angle(flow.Caustic(before, TimeStep.FromFemtoseconds(h).Value, substep, products: 24).Cosine),
                        }),
                    ]);
            }

            isFalling = closest.Distance < last.Distance;
            last = closest;
            state.CopyTo(before);
        }
    }
}

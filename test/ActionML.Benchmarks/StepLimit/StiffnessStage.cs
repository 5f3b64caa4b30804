using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// The reference potential alone: how stiff the stiffest mode of 216 atoms is in equilibrium states, at the instant and over a whole step.
/// No model takes part.
/// </summary>
internal static class StiffnessStage
{
    private const int Instants = 200;
    private const int Flows = 24;

    private static readonly double[] Kelvins = [600, 800, 1000];
    private static readonly double[] Steps = [24, 28, 32, 40, 48];
    private static readonly double[] Bounds = [2.0, 2.5, 2.9, Math.PI];

    /// <summary>Computes what is missing.</summary>
    /// <param name="data">The folder of the training data.</param>
    /// <param name="folder">Where results go.</param>
    public static void Run(string data, string folder)
    {
        foreach (double kelvin in Kelvins)
        {
            Instant(data, folder, kelvin);
        }

        foreach (double kelvin in Kelvins.Reverse())
        {
            Flow(data, folder, kelvin);
        }
    }

    /// <summary>Prints the tables.</summary>
    public static void Report(string folder)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Console.WriteLine("| ωh of the stiffest mode | " + string.Join(" | ", Steps.SelectMany(h => Bounds.Select(b => string.Create(invariant, $"{h} fs > {b:0.0#}")))) + " |");
        foreach (double kelvin in Kelvins)
        {
            double[] omega = LimitTable.Numbers(InstantTable(folder, kelvin).Rows, 1);
            if (omega.Length > 0)
            {
                IEnumerable<string> shares = Steps.SelectMany(h => Bounds.Select(b => Share(omega.Select(w => w * h), b)));
                double[] sorted = [.. omega.Order()];
                Console.WriteLine(string.Create(invariant, $"| {kelvin} K, instant, {omega.Length} states (median ωh at 32 fs {32 * sorted[omega.Length / 2]:0.00}, largest {32 * sorted[^1]:0.00}) | {string.Join(" | ", shares)} |"));
            }

            List<string[]> flows = FlowTable(folder, kelvin).Rows;
            foreach (double h in Steps)
            {
                double[] angles = LimitTable.Numbers(flows.Where(row => row[1] == h.ToString(invariant)), 3);
                if (angles.Length > 0)
                {
                    double[] sorted = [.. angles.Order()];
                    Console.WriteLine(string.Create(invariant, $"| {kelvin} K, whole step of {h} fs, {angles.Length} states: median {sorted[angles.Length / 2]:0.00}, largest {sorted[^1]:0.00} | {string.Join(" | ", Bounds.Select(b => Share(angles, b)))} |"));
                }
            }
        }

        static string Share(IEnumerable<double> values, double bound) =>
            string.Create(CultureInfo.InvariantCulture, $"{100 * values.Average(value => value > bound ? 1.0 : 0.0):0.#} %");
    }

    private static LimitTable InstantTable(string folder, double kelvin) => new(
        Path.Combine(folder, "stiffness", string.Create(CultureInfo.InvariantCulture, $"instant-{kelvin}K.csv")),
        "state", "omega_per_fs", "kind", "share", "partner", "partner_share", "distance", "neighbors", "atoms", "closest_pair");

    private static LimitTable FlowTable(string folder, double kelvin) => new(
        Path.Combine(folder, "stiffness", string.Create(CultureInfo.InvariantCulture, $"flow-{kelvin}K.csv")),
        "state", "step_fs", "cosine", "angle", "kind", "share", "partner", "partner_share", "distance", "neighbors", "atoms");

    private static void Instant(string data, string folder, double kelvin)
    {
        LimitTable table = InstantTable(folder, kelvin);
        int state = 0;
        foreach (Frame frame in table.Rows.Count < Instants ? LimitStates.Recorded(data, kelvin, Instants) : [])
        {
            if (state++ < table.Rows.Count)
            {
                continue;
            }

            var cell = new Cell(frame.Cell!);
            var flow = new ReferenceFlow(new GeTePotential(cell, frame.System.Kinds), frame.System);
            (double omega, double[] weights) = flow.Stiffest(frame.State.Positions, seed: (ulong)state);
            var carrier = ModeCarrier.Of(weights, frame.System, cell, frame.State.Positions);
            table.Add(
                state, omega / TimeStep.FemtosecondsPerAtomisticUnit, carrier.Kind, carrier.Share, carrier.PartnerKind, carrier.PartnerShare, carrier.Distance,
                carrier.Neighbors, carrier.Atoms, ModeCarrier.ClosestPair(cell, frame.State.Positions).Distance);
        }

        Console.WriteLine($"limit: {kelvin} K: {table.Rows.Count} instants");
    }

    private static void Flow(string data, string folder, double kelvin)
    {
        LimitTable table = FlowTable(folder, kelvin);
        int row = 0;
        int state = 0;
        foreach (Frame frame in table.Rows.Count < Flows * Steps.Length ? LimitStates.Recorded(data, kelvin, Flows) : [])
        {
            state++;
            var cell = new Cell(frame.Cell!);
            var flow = new ReferenceFlow(new GeTePotential(cell, frame.System.Kinds), frame.System);
            foreach (double h in Steps)
            {
                if (row++ < table.Rows.Count)
                {
                    continue;
                }

                (double cosine, double[] weights) = flow.Caustic(
                    frame.State, TimeStep.FromFemtoseconds(h).Value, TimeStep.FromFemtoseconds(2).Value, seed: (ulong)row);
                var carrier = ModeCarrier.Of(weights, frame.System, cell, frame.State.Positions);
                table.Add(
                    state, h, cosine, ReferenceFlow.Angle(cosine), carrier.Kind, carrier.Share, carrier.PartnerKind, carrier.PartnerShare, carrier.Distance,
                    carrier.Neighbors, carrier.Atoms);
            }
        }

        Console.WriteLine($"limit: {kelvin} K: {table.Rows.Count} flows");
    }
}

using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Cli;

/// <summary>Compares models with recorded pairs of states one step apart.</summary>
internal static class PairErrors
{
    /// <summary>The generating function's gradient at the midpoint of each pair against the recorded change.</summary>
    public static PairErrorFigures Midpoint(
        IActionModel model, IReadOnlyList<(Frame Start, Frame End)> pairs, TemperatureGroups temperatures, CancellationToken token)
    {
        var sums = new TemperatureSums(temperatures);
        ForEach(model, pairs, sums, token, (work, start, end) =>
        {
            for (int i = 0; i < work.Midpoint.Length; i++)
            {
                work.Midpoint[i] = 0.5 * (start.Momenta[i] + end.Momenta[i]);
                work.Displacements[i] = 0.5 * (start.Positions[i] + end.Positions[i]);
            }

            NeighborList list = work.Neighbors.Update(work.Displacements);
            for (int i = 0; i < work.Midpoint.Length; i++)
            {
                work.Displacements[i] -= list.Reference[i];
            }

            model.Evaluate(list, work.Displacements, work.Midpoint, work.DeltaPositions, work.DeltaMomenta);
            return true;
        });
        return sums.Figures("action, at the midpoint");
    }

    /// <summary>The direct model's prediction against the recorded change.</summary>
    public static PairErrorFigures Prediction(
        IDirectModel model, IReadOnlyList<(Frame Start, Frame End)> pairs, TemperatureGroups temperatures, CancellationToken token)
    {
        var sums = new TemperatureSums(temperatures);
        ForEach(model, pairs, sums, token, (work, start, end) =>
        {
            NeighborList list = work.Neighbors.Update(start.Positions);
            for (int i = 0; i < work.Displacements.Length; i++)
            {
                work.Displacements[i] = start.Positions[i] - list.Reference[i];
            }

            model.Predict(list, work.Displacements, start.Momenta, work.DeltaPositions, work.DeltaMomenta);
            return true;
        });
        return sums.Figures("direct");
    }

    /// <summary>The executed, corrected step from the start of each pair against its end.</summary>
    public static PairErrorFigures ExecutedStep(
        IActionModel model,
        SymplecticStepperOptions options,
        IReadOnlyList<(Frame Start, Frame End)> pairs,
        TemperatureGroups temperatures,
        CancellationToken token)
    {
        var sums = new TemperatureSums(temperatures);
        SymplecticStepper? stepper = null;
        Buffers? of = null;
        ForEach(model, pairs, sums, token, (work, start, end) =>
        {
            if (of != work)
            {
                stepper = new SymplecticStepper(work.System, model, work.Neighbors, options);
                of = work;
            }

            PhasePoint point = start.Clone();
            stepper!.ResetHistory();
            if (!stepper.TryStep(point).IsConverged)
            {
                return false;
            }

            for (int i = 0; i < work.DeltaPositions.Length; i++)
            {
                work.DeltaPositions[i] = point.Positions[i] - start.Positions[i];
                work.DeltaMomenta[i] = point.Momenta[i] - start.Momenta[i];
            }

            return true;
        });
        return sums.Figures("action, executed step");
    }

    /// <summary>At most so many of the pairs, evenly spread.</summary>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> all, int most) => all.Count <= most
        ? all
        : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];

    // Whatever a prediction leaves in the buffers is compared with what was recorded; false leaves the pair out.
    private static void ForEach(
        IDynamicsModel model,
        IReadOnlyList<(Frame Start, Frame End)> pairs,
        TemperatureSums sums,
        CancellationToken token,
        Func<Buffers, PhasePoint, PhasePoint, bool> predict)
    {
        Buffers? work = null;
        foreach ((Frame start, Frame end) in pairs)
        {
            token.ThrowIfCancellationRequested();
            if (work?.Fits(start) != true)
            {
                work = new Buffers(model, start);
                model.Bind(start.System);
            }

            if (predict(work, start.State, end.State))
            {
                work.Compare(sums.Of(start), start.State, end.State);
            }
            else
            {
                sums.AddUnconverged(start);
            }
        }
    }

    private sealed class Buffers(IDynamicsModel model, Frame frame)
    {
        private readonly double[]? _cell = frame.Cell;

        public ParticleSystem System { get; } = frame.System;

        public INeighborSource Neighbors { get; } = FrameNeighbors.For(model, frame.System, frame.Cell);

        public double[] Midpoint { get; } = new double[frame.System.Coordinates];

        public double[] Displacements { get; } = new double[frame.System.Coordinates];

        public double[] DeltaPositions { get; } = new double[frame.System.Coordinates];

        public double[] DeltaMomenta { get; } = new double[frame.System.Coordinates];

        public bool Fits(Frame other) => other.System == System && other.Cell.AsSpan().SequenceEqual(_cell);

        public void Compare(ErrorSum sum, PhasePoint start, PhasePoint end)
        {
            // The buffers of the inputs are free by now: they take the recorded changes.
            for (int i = 0; i < Midpoint.Length; i++)
            {
                Displacements[i] = end.Positions[i] - start.Positions[i];
                Midpoint[i] = end.Momenta[i] - start.Momenta[i];
            }

            sum.Add(DeltaPositions, Displacements, DeltaMomenta, Midpoint);
        }
    }
}

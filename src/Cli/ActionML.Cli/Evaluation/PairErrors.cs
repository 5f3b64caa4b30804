using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Compares models with recorded pairs of states one step apart.</summary>
internal static class PairErrors
{
    /// <summary>The generating function's gradient at the midpoint of each pair against the recorded change.</summary>
    public static PairErrorFigures Midpoint(IActionModel model, IReadOnlyList<(Frame Start, Frame End)> pairs, CancellationToken token)
    {
        var sum = new ErrorSum();
        ForEach(model, pairs, token, (work, start, end) =>
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
            work.Compare(sum, start, end);
            return true;
        });
        return new PairErrorFigures("action, at the midpoint", pairs.Count, sum, 0);
    }

    /// <summary>The direct model's prediction against the recorded change.</summary>
    public static PairErrorFigures Prediction(IDirectModel model, IReadOnlyList<(Frame Start, Frame End)> pairs, CancellationToken token)
    {
        var sum = new ErrorSum();
        ForEach(model, pairs, token, (work, start, end) =>
        {
            NeighborList list = work.Neighbors.Update(start.Positions);
            for (int i = 0; i < work.Displacements.Length; i++)
            {
                work.Displacements[i] = start.Positions[i] - list.Reference[i];
            }

            model.Predict(list, work.Displacements, start.Momenta, work.DeltaPositions, work.DeltaMomenta);
            work.Compare(sum, start, end);
            return true;
        });
        return new PairErrorFigures("direct", pairs.Count, sum, 0);
    }

    /// <summary>The executed, corrected step from the start of each pair against its end.</summary>
    public static PairErrorFigures ExecutedStep(
        IActionModel model, SymplecticStepperOptions options, IReadOnlyList<(Frame Start, Frame End)> pairs, CancellationToken token)
    {
        var sum = new ErrorSum();
        SymplecticStepper? stepper = null;
        int unconverged = 0;
        ForEach(model, pairs, token, (work, start, end) =>
        {
            if (stepper?.System != work.System)
            {
                stepper = new SymplecticStepper(work.System, model, work.Neighbors, options);
            }

            PhasePoint point = start.Clone();
            stepper!.ResetHistory();
            if (!stepper.TryStep(point).IsConverged)
            {
                unconverged++;
                return false;
            }

            for (int i = 0; i < work.DeltaPositions.Length; i++)
            {
                work.DeltaPositions[i] = point.Positions[i] - start.Positions[i];
                work.DeltaMomenta[i] = point.Momenta[i] - start.Momenta[i];
            }

            work.Compare(sum, start, end);
            return true;
        });
        return new PairErrorFigures("action, executed step", pairs.Count, sum, unconverged);
    }

    /// <summary>At most so many of the pairs, evenly spread.</summary>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> all, int most) => all.Count <= most
        ? all
        : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];

    private static void ForEach(
        IDynamicsModel model,
        IReadOnlyList<(Frame Start, Frame End)> pairs,
        CancellationToken token,
        Func<Buffers, PhasePoint, PhasePoint, bool> use)
    {
        Buffers? work = null;
        foreach ((Frame start, Frame end) in pairs)
        {
            token.ThrowIfCancellationRequested();
            if (work?.System != start.System)
            {
                work = new Buffers(start.System);
                model.Bind(start.System);
            }

            use(work!, start.State, end.State);
        }
    }

    private sealed class Buffers(ParticleSystem system)
    {
        public ParticleSystem System { get; } = system;

        public AllPairs Neighbors { get; } = new(system.Count, system.Dimension);

        public double[] Midpoint { get; } = new double[system.Coordinates];

        public double[] Displacements { get; } = new double[system.Coordinates];

        public double[] DeltaPositions { get; } = new double[system.Coordinates];

        public double[] DeltaMomenta { get; } = new double[system.Coordinates];

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

using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// Runs at constant energy, every step of which is compared with the exact step from the same state. The last steps before a run is lost are
/// taken apart: stiffness of the learned S and of the reference, who carries it, and how far the step is off.
/// </summary>
internal static class RunStage
{
    private const int Window = 24; // steps that are taken apart at the end
    private const int ProbeInterval = 25;
    private const double LostEnergy = 50; // meV/atom

    private static readonly double Substep = TimeStep.FromFemtoseconds(2).Value;

    /// <summary>Makes a run unless it is there, and prints how it ended.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="folder">Where results go.</param>
    /// <param name="kelvin">Temperature of the start.</param>
    /// <param name="number">The start.</param>
    /// <param name="tolerance">Of the solver.</param>
    /// <param name="solver">The solver (<see cref="LimitModel.Stepper"/>).</param>
    /// <param name="picoseconds">How long at most.</param>
    public static void Run(string models, string folder, double kelvin, int number, double tolerance, string solver, double picoseconds)
    {
        using var model = new LimitModel(models);
        string name = string.Create(CultureInfo.InvariantCulture, $"{model.Name}-{kelvin:0000}K-{number}-{tolerance:0e+0}-{solver}");
        string summary = Path.Combine(folder, "runs", name + ".txt");
        if (File.Exists(summary))
        {
            Console.WriteLine(File.ReadAllText(summary));
            return;
        }

        foreach (string old in Directory.Exists(Path.Combine(folder, "runs")) ? Directory.GetFiles(Path.Combine(folder, "runs"), name + "*") : [])
        {
            File.Delete(old);
        }

        Frame start = LimitStates.Start(folder, kelvin, number);
        string text = Execute(model, start, Path.Combine(folder, "runs", name), tolerance, solver, picoseconds);
        text = string.Create(CultureInfo.InvariantCulture, $"| {name} | {text} |");
        AtomicFile.WriteAllText(summary, text);
        Console.WriteLine(text);
    }

    private static string Execute(LimitModel model, Frame start, string path, double tolerance, string solver, double picoseconds)
    {
        ParticleSystem system = start.System;
        var cell = new Cell(start.Cell!);
        var flow = new ReferenceFlow(new GeTePotential(cell, system.Kinds), system);
        IStepper stepper = model.Stepper(start, tolerance, solver);
        double h = model.TimeStep.Value;
        var steps = new LimitTable(
            path + ".csv", "step", "evaluations", "products", "converged", "residual", "energy", "change", "error_p", "error_q", "worst_atom", "worst_error",
            "worst_distance", "closest", "kinds");
        var probes = Probes(path + "-probes.csv");
        var window = new Queue<(int Step, PhasePoint Before, PhasePoint After, StepError Error, double Energy)>();
        PhasePoint state = start.State.Clone();
        double first = flow.Energy(state);
        double last = 0;
        int count = (int)Math.Round(1000 * picoseconds / model.TimeStep.DisplayValue);
        string? lost = null;
        int unconverged = 0;
        long evaluations = 0;
        List<double> errors = [];
        int step = 1;
        for (; step <= count && lost is null; step++)
        {
            PhasePoint before = state.Clone();
            StepReport report = default;
            double energy = double.NaN;
            try
            {
                report = stepper.TryStep(state);
                energy = 1000 * (flow.Energy(state) - first) / system.Count;
            }
            catch (DataException e)
            {
                lost = e.Message.Replace(',', ';');
            }

            lost ??= report.Outcome == StepOutcome.Rejected ? "rejected" : !(Math.Abs(energy) < LostEnergy) ? "energy" : null;
            unconverged += report.IsConverged ? 0 : 1;
            evaluations += report.Evaluations;
            PhasePoint exact = flow.Advance(before, h, Substep);
            var error = StepError.Between(state, exact, system, h, model.ResidualScale);
            errors.Add(error.Momenta);
            PhasePoint mid = model.Midpoint(start, before, exact);
            (int atom, int partner, double closest) = ModeCarrier.ClosestPair(cell, mid.Positions);
            steps.Add(
                step, report.Evaluations, report.Correction?.HessianProducts ?? 0, report.IsConverged ? 1 : 0, report.Correction?.Residual ?? double.NaN, energy,
                energy - last, error.Momenta, error.Positions, system.Kinds[error.Atom], error.AtomError, ModeCarrier.Nearest(error.Atom, cell, mid.Positions).Distance,
                closest, system.Kinds[atom] + system.Kinds[partner]);
            last = energy;
            if (window.Count == Window)
            {
                window.Dequeue();
            }

            window.Enqueue((step, before, state.Clone(), error, energy));
            if (step % ProbeInterval == 0 && lost is null)
            {
                Probe(step, before, state, error, energy, probes);
            }
        }

        if (lost is not null)
        {
            LimitTable end = Probes(path + "-end.csv");
            foreach ((int Step, PhasePoint Before, PhasePoint After, StepError Error, double Energy) in window)
            {
                Probe(Step, Before, After, Error, Energy, end);
            }

            ExtendedXyzWriter.WriteAll(path + "-end.xyz", window.Select(w => start with { Step = w.Step, Time = w.Step * h, State = w.Before }));
        }

        int made = step - 1;
        double[] sorted = [.. errors.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{made * model.TimeStep.DisplayValue / 1000:0.00} ps | {lost ?? "survived"} | {unconverged} of {made} unconverged | {(double)evaluations / made:0.00} evaluations | energy {last:0.00} meV/atom | error of Δp, median {sorted[made / 2]:0.0000} |");

        void Probe(int at, PhasePoint before, PhasePoint after, StepError error, double energy, LimitTable table)
        {
            PhasePoint mid = model.Midpoint(start, before, after);
            PhasePoint center = flow.Advance(before, 0.5 * h, Substep);
            (double radius, double real, double[] weights) = (double.NaN, double.NaN, new double[2 * system.Coordinates]);
            try
            {
                (radius, real, weights) = new ActionStiffness(model.Hessian, system, model.Neighbors(start)).At(mid);
            }
            catch (DataException)
            {
                weights[0] = 1;
            }

            var carrier = ModeCarrier.Of(weights, system, cell, mid.Positions);
            (double omega, double[] exactWeights) = flow.Stiffest(center.Positions, products: 30);
            var exact = ModeCarrier.Of(exactWeights, system, cell, center.Positions);
            table.Add(
                at, energy, error.Momenta, error.AtomError, error.Atom, 2 * Math.Atan(radius), real, carrier.Atom, carrier.Kind + carrier.PartnerKind,
                carrier.Share + carrier.PartnerShare, carrier.Distance, carrier.Atoms, omega * h, exact.Atom, exact.Kind + exact.PartnerKind, exact.Distance);
        }
    }

    private static LimitTable Probes(string path) => new(
        path, "step", "energy", "error_p", "worst_error", "worst_atom", "model_angle", "model_real", "carrier", "kinds", "pair_share", "distance", "atoms",
        "reference_angle", "reference_carrier", "reference_kinds", "reference_distance");
}

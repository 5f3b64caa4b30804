using System.Diagnostics;

namespace ActionML.Runtime;

/// <summary>One simulation among others: makes its steps in slices of time, and can be asked from another thread how far it is.</summary>
internal sealed class Replica(Simulation simulation)
{
    private readonly Lock _lock = new();
    private readonly long _firstStep = simulation.Step;
    private TimeSpan _busy;
    private Snapshot _snapshot = Snapshot.Of(simulation, null);

    /// <summary>How it ended; null while it goes on.</summary>
    public SimulationResult? Result { get; private set; }

    /// <summary>What is wrong with its initial state; null for nothing.</summary>
    public DataException? BadStart { get; private set; }

    /// <summary>Makes steps, at least one where there is one, until the slice is over, the run has ended or is cancelled.</summary>
    public void Run(long lastStep, TimeSpan slice, CancellationToken token)
    {
        var clock = Stopwatch.StartNew();
        string? rejection = null;
        try
        {
            simulation.Begin();
            while (rejection is null && simulation.CanGoOn(lastStep) && !token.IsCancellationRequested)
            {
                rejection = simulation.Advance();
                if (clock.Elapsed >= slice)
                {
                    break;
                }
            }
        }
        catch (DataException e)
        {
            BadStart = e;
            rejection = e.Message;
        }

        _busy += clock.Elapsed;
        if (rejection is not null || !simulation.CanGoOn(lastStep))
        {
            // A rejected step has used random numbers and forgotten what guesses are made of. The checkpoint before it
            // leads to the same end again; one made now would not.
            if (rejection is null)
            {
                simulation.SaveIfAsked();
            }

            Result = simulation.End(_busy, rejection);
        }

        lock (_lock)
        {
            _snapshot = Snapshot.Of(simulation, Result);
        }
    }

    /// <summary>Adds how far it was at the end of its last slice.</summary>
    public void AddTo(ref ReplicaTotals totals, long lastStep)
    {
        Snapshot now;
        lock (_lock)
        {
            now = _snapshot;
        }

        totals.Steps += now.Step;
        totals.NewSteps += now.Step - _firstStep;
        totals.LastSteps += now.Result is null ? Math.Max(lastStep, now.Step) : now.Step;
        totals.Evaluations += now.Evaluations;
        totals.LargestResidual = double.IsNaN(totals.LargestResidual) ? now.Residual : Math.Max(totals.LargestResidual, now.Residual);
        totals.Ended += now.Result is null ? 0 : 1;
        totals.Rejected += now.Result?.End == SimulationEnd.StepRejected ? 1 : 0;
    }

    private readonly record struct Snapshot(long Step, long Evaluations, double Residual, SimulationResult? Result)
    {
        public static Snapshot Of(Simulation simulation, SimulationResult? result) => new(
            simulation.Step, simulation.Statistics.Evaluations, simulation.LastReport.Correction?.Residual ?? double.NaN, result);
    }
}

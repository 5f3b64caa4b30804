using ActionML.Cli;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>Makes one corrected step from each state, as a simulation does.</summary>
internal sealed class StepContestant : LocalContestant
{
    private readonly PeerProblem _problem;
    private readonly OnnxActionModel _model;
    private readonly OnnxDirectModel _guess;
    private readonly TimedNeighbors _neighbors;
    private readonly SymplecticStepper _stepper;
    private readonly PhasePoint _state;

    /// <param name="problem">The states.</param>
    /// <param name="threads">Threads of the session.</param>
    /// <param name="usesPairStiffness">Whether the corrector uses the model's springs, which the peer's does not have.</param>
    public StepContestant(PeerProblem problem, int threads, bool usesPairStiffness)
        : base(threads)
    {
        _problem = problem;
        _model = problem.LoadAction(threads);
        _guess = problem.LoadDirect(threads);
        _neighbors = new TimedNeighbors(GeTeIntegrator.Neighbors(_model, problem.Start, problem.Settings));
        _stepper = GeTeIntegrator.Action(_model, _guess, _neighbors, problem.Start, problem.Settings with { UsesPairStiffness = usesPairStiffness });
        _state = problem.Start.State.Clone();
    }

    /// <summary>Makes each step once.</summary>
    /// <returns>Δq and Δp of each, [states, 2, N, 3], and the evaluations that it took.</returns>
    public (double[] Deltas, int[] Evaluations) Solve()
    {
        var deltas = new List<double>();
        var evaluations = new List<int>();
        foreach (Frame frame in _problem.Frames)
        {
            evaluations.Add(Step(frame.State));
            deltas.AddRange(_state.Positions.Zip(frame.State.Positions, (end, start) => end - start));
            deltas.AddRange(_state.Momenta.Zip(frame.State.Momenta, (end, start) => end - start));
        }

        return ([.. deltas], [.. evaluations]);
    }

    public override void Dispose()
    {
        _model.Dispose();
        _guess.Dispose();
    }

    protected override TimeSpan ListTime => _neighbors.Clock.Elapsed;

    protected override void Work(int count) => Step(_problem.Frames[count % _problem.Frames.Count].State);

    private int Step(PhasePoint start)
    {
        start.Positions.CopyTo(_state.Positions, 0);
        start.Momenta.CopyTo(_state.Momenta, 0);
        return _stepper.TryStep(_state).Evaluations;
    }
}

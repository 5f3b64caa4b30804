using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>Evaluates the gradient of S at the first state.</summary>
internal sealed class GradientContestant : LocalContestant
{
    private readonly PeerProblem _problem;
    private readonly OnnxActionModel _model;
    private readonly double[] _displacements;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;

    public GradientContestant(PeerProblem problem, int threads)
        : base(threads)
    {
        ParticleSystem system = problem.Start.System;
        _problem = problem;
        _model = problem.LoadAction(threads);
        _model.Bind(system);
        _displacements = new double[system.Coordinates];
        _deltaPositions = new double[system.Coordinates];
        _deltaMomenta = new double[system.Coordinates];
    }

    public override void Dispose() => _model.Dispose();

    protected override void Work(int count) =>
        _model.Evaluate(_problem.List, _displacements, _problem.Start.State.Momenta, _deltaPositions, _deltaMomenta);
}

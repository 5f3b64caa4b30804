using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>What a solver spends on the steps of a problem and how well it solves them, measured alike for all.</summary>
/// <param name="Solver">Whose it is.</param>
/// <param name="EvaluationsPerStep">Mean number of evaluations of the gradient.</param>
/// <param name="MostEvaluations">The largest number.</param>
/// <param name="MedianResidual">Of the corrector's residual at the steps as they were returned; its unit is the model's residual scale.</param>
/// <param name="LargestResidual">The largest.</param>
internal sealed record StepAccuracy(string Solver, double EvaluationsPerStep, int MostEvaluations, double MedianResidual, double LargestResidual)
{
    /// <summary>Measures it.</summary>
    /// <param name="problem">The states.</param>
    /// <param name="solver">Whose steps these are.</param>
    /// <param name="deltas">Δq and Δp, [states, 2, N, 3].</param>
    /// <param name="evaluations">Evaluations of each step.</param>
    public static StepAccuracy Measure(PeerProblem problem, string solver, double[] deltas, int[] evaluations)
    {
        using OnnxActionModel model = problem.LoadAction(threads: 1);
        ParticleSystem system = problem.Start.System;
        var corrector = new Corrector(model, system, problem.Settings.Stepper.Corrector);
        PeriodicNeighbors neighbors = GeTeIntegrator.Neighbors(model, problem.Start, problem.Settings);
        int n = system.Coordinates;
        double[] midpoint = new double[n];
        double[] again = new double[2 * n];
        double[] residuals = new double[problem.Frames.Count];
        for (int s = 0; s < residuals.Length; s++)
        {
            PhasePoint start = problem.Frames[s].State;
            Span<double> deltaPositions = deltas.AsSpan(2 * n * s, n);
            for (int i = 0; i < n; i++)
            {
                midpoint[i] = start.Positions[i] + (0.5 * deltaPositions[i]);
            }

            residuals[s] = corrector.SolveFixed(
                start, neighbors.Update(midpoint), deltaPositions, deltas.AsSpan((2 * n * s) + n, n), 1, again.AsSpan(0, n), again.AsSpan(n)).Residual;
        }

        Array.Sort(residuals);
        return new StepAccuracy(solver, evaluations.Average(), evaluations.Max(), residuals[residuals.Length / 2], residuals[^1]);
    }
}

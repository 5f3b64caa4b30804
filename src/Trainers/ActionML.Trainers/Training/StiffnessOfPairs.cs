using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Trainers;

/// <summary>Measures the springs that a trained action is preconditioned with, on midpoints of held-out pairs.</summary>
internal static class StiffnessOfPairs
{
    private const int Midpoints = 24;

    /// <summary>The springs; null for a model that needs none (direct, or without a cutoff), and where ONNX Runtime is not there to measure them.</summary>
    public static PairStiffness? Measure(NetworkModel model, PairSet pairs, CancellationToken token)
    {
        if (model.Manifest.Kind != ModelKind.Action || model.Options.Cutoff is not { } cutoff || new OnnxEngineFactory().WhyNot(gpu: null) is not null)
        {
            return null;
        }

        using OnnxHessianModel hessian = OnnxHessianModel.Load(model.ToHessianOnnx(ModelPrecision.Double), "the trained action");
        var estimator = new PairStiffnessEstimator(hessian, model.Scales.ClosestDistance);
        for (int i = 0; i < Midpoints; i++)
        {
            token.ThrowIfCancellationRequested();
            FramePair pair = pairs.Validation[i * pairs.Validation.Count / Midpoints];
            (Frame start, Frame end) = (pairs.Frames[pair.Start], pairs.Frames[pair.End]);
            var midpoint = new PhasePoint(
                start.System.Count,
                start.System.Dimension,
                PairState.Positions(ModelKind.Action, start, end),
                PairState.Momenta(ModelKind.Action, start, end));
            INeighborSource neighbors = start.Cell is { } cell
                ? new PeriodicNeighbors(new Cell(cell), start.System.Count, cutoff, skin: 0)
                : new AllPairs(start.System.Count, start.System.Dimension);
            estimator.Add(start.System, midpoint, neighbors.Update(midpoint.Positions));
        }

        return estimator.Estimate();
    }
}

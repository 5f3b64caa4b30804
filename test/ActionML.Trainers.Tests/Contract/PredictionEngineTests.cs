using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class PredictionEngineTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void ObjectsOfAnySizeArePredicted()
    {
        DirectTransformer transformer = Direct(out _);
        List<Frame> frames = [.. Toys.Trajectories(1, trajectories: 1, count: 3), .. Toys.Trajectories(2, trajectories: 1, count: 5)];
        List<double[]> positions = Views.Vectors(transformer.Transform(_context.Dynamics().LoadTrajectory(frames)), "DeltaPositions");
        List<double[]> momenta = Views.Vectors(transformer.Transform(_context.Dynamics().LoadTrajectory(frames)), "DeltaMomenta");

        using PredictionEngine<OwnRow, StepPrediction> engine = _context.Model.CreatePredictionEngine<OwnRow, StepPrediction>(transformer);
        foreach (int i in new[] { 3, 20, 4, 4, 13 })
        {
            StepPrediction prediction = engine.Predict(OwnRow.Of(frames[i]));
            CollectionAssert.AreEqual(positions[i], prediction.DeltaPositions);
            CollectionAssert.AreEqual(momenta[i], prediction.DeltaMomenta);
        }

        Assert.AreEqual(TrajectorySchema.PerParticle, engine.OutputSchema["DeltaMomenta"].Type);
    }

    [TestMethod]
    public void ObjectsOfOneSizeArePredicted()
    {
        ActionTransformer transformer = Action(out _);
        List<Frame> frames = Toys.Trajectories(3);
        List<double[]> momenta = Views.Vectors(transformer.Transform(_context.Dynamics().LoadTrajectory(frames)), "DeltaMomenta");

        using PredictionEngine<FixedRow, StepPrediction> engine = _context.Model.CreatePredictionEngine<FixedRow, StepPrediction>(transformer);
        var prediction = new StepPrediction();
        foreach (int i in new[] { 0, 40, 7 })
        {
            engine.Predict(FixedRow.Of(frames[i]), ref prediction);
            CollectionAssert.AreEqual(momenta[i], prediction.DeltaMomenta);
        }
    }

    [TestMethod]
    public void ChainsPredictToo()
    {
        IDataView data = _context.Dynamics().LoadTrajectory(Toys.Trajectories(4));
        var direct = new DirectTransformer(
            Host(), new ToySource(Toys.Manifest(ModelKind.Direct)), new DynamicsColumns { Positions = "Q", DeltaMomenta = "Kick" });
        ITransformer before = _context.Transforms.CopyColumns("Q", "Positions").Fit(data);
        ITransformer after = _context.Transforms.CopyColumns("DeltaMomenta", "Kick").Fit(direct.Transform(before.Transform(data)));
        TransformerChain<ITransformer> chain = before.Append((ITransformer)direct).Append(after);
        List<double[]> expected = Views.Vectors(chain.Transform(data), "Kick");

        using PredictionEngine<OwnRow, StepPrediction> engine = _context.Model.CreatePredictionEngine<OwnRow, StepPrediction>(chain);
        CollectionAssert.AreEqual(expected[11], engine.Predict(OwnRow.Of(Toys.Trajectories(4)[11])).DeltaMomenta);
    }

    [TestMethod]
    public void AnEngineKeepsNoModelOpen()
    {
        DirectTransformer transformer = Direct(out ToySource source);
        PredictionEngine<OwnRow, StepPrediction> engine = _context.Model.CreatePredictionEngine<OwnRow, StepPrediction>(transformer);
        foreach (Frame frame in Toys.Trajectories(5))
        {
            engine.Predict(OwnRow.Of(frame));
        }

        // Both columns of a row are one evaluation, and all rows are one model.
        Assert.AreEqual(48, source.Evaluations);
        Assert.AreEqual(1, source.Opened);
        engine.Dispose();
        Assert.AreEqual(0, source.Open);
    }

    [TestMethod]
    public void ARowWithoutAPredictionIsReportedAtOnce()
    {
        var warnings = new List<string>();
        _context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(message.RawMessage);
            }
        };
        using PredictionEngine<OwnRow, StepPrediction> engine = _context.Model.CreatePredictionEngine<OwnRow, StepPrediction>(Direct(out _));
        OwnRow row = OwnRow.Of(Toys.Trajectories(6)[0]);
        row.Positions[1] = double.NaN;

        Assert.IsTrue(double.IsNaN(engine.Predict(row).DeltaMomenta[0]));
        StringAssert.Contains(warnings.Single(), "not finite");
        engine.Predict(row);
        Assert.HasCount(1, warnings);
        Assert.IsTrue(double.IsFinite(engine.Predict(OwnRow.Of(Toys.Trajectories(6)[1])).DeltaMomenta[0]));
    }

    [TestMethod]
    public void AClassThatDoesNotFitIsRefused()
    {
        using DirectTransformer transformer = Direct(out _);
        string message = Assert.ThrowsExactly<DataException>(
            () => _context.Model.CreatePredictionEngine<SingleRow, StepPrediction>(transformer)).Message;
        StringAssert.Contains(message, "'Positions' is of type Vector<Single, *, 3>; expected Vector<Double>");
        message = Assert.ThrowsExactly<DataException>(
            () => _context.Model.CreatePredictionEngine<StepPrediction, StepPrediction>(transformer)).Message;
        StringAssert.Contains(message, "no column 'Species'");
    }

    private IHost Host() => ((IHostEnvironment)_context).Register("Test");

    private DirectTransformer Direct(out ToySource source) =>
        new(Host(), source = new ToySource(Toys.Manifest(ModelKind.Direct)), new DynamicsColumns());

    private ActionTransformer Action(out ToySource source) =>
        new(Host(), source = new ToySource(Toys.Manifest(ModelKind.Action)), new DynamicsColumns(), new CorrectorOptions());

    private sealed class SingleRow
    {
        public string[] Species { get; set; } = [];

        public double[] Masses { get; set; } = [];

        [VectorType(0, 3)]
        public float[] Positions { get; set; } = [];

        public double[] Momenta { get; set; } = [];
    }
}

using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>Training and test parts by the text column of trajectories: no trajectory is in both.</summary>
[TestClass]
public sealed class SplitTests
{
    private const int Trajectories = 40;

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void EveryTrajectoryIsInOneTestPart()
    {
        List<Frame> frames = Toys.Trajectories(1, trajectories: Trajectories);
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _context.Data.CrossValidationSplit(
            _context.Dynamics().LoadTrajectory(frames), numberOfFolds: 4, samplingKeyColumnName: "TrajectoryId");

        Assert.HasCount(4, folds);
        var tested = new List<string>();
        foreach (DataOperationsCatalog.TrainTestData fold in folds)
        {
            tested.AddRange(AssertApart(fold, frames));
        }

        CollectionAssert.AreEquivalent(frames.Select(frame => frame.TrajectoryId).Distinct().ToArray(), tested);
    }

    [TestMethod]
    public void FilesAreSplitAsFramesAre()
    {
        using var folder = new TemporaryFolder();
        List<Frame> frames = Toys.Trajectories(2, trajectories: Trajectories, frames: 3);
        ExtendedXyzWriter.WriteAll(folder["all.xyz"], frames);
        DataOperationsCatalog.TrainTestData fromFile = _context.Data.TrainTestSplit(
            _context.Dynamics().LoadTrajectory(folder["all.xyz"]), testFraction: 0.3, samplingKeyColumnName: "TrajectoryId", seed: 5);
        DataOperationsCatalog.TrainTestData inMemory = _context.Data.TrainTestSplit(
            _context.Dynamics().LoadTrajectory(frames), testFraction: 0.3, samplingKeyColumnName: "TrajectoryId", seed: 5);

        List<string> tested = AssertApart(fromFile, frames);
        Assert.IsTrue(tested.Count is > 2 and < 25, $"{tested.Count} of {Trajectories}");
        CollectionAssert.AreEqual(tested, AssertApart(inMemory, frames));
    }

    [TestMethod]
    public void AFoldIsTrainedOnAndScored()
    {
        IDataView data = _context.Dynamics().LoadTrajectory(Toys.Trajectories(3, trajectories: Trajectories));
        foreach (DataOperationsCatalog.TrainTestData fold in _context.Data.CrossValidationSplit(data, 2, "TrajectoryId"))
        {
            using DirectTransformer model = _context.Dynamics().Trainers.Direct(Tiny.Direct).Fit(fold.TrainSet);
            IDataView scored = model.Transform(fold.TestSet);
            Assert.AreEqual(Names(fold.TestSet).Count * 12, Views.Vectors(scored, "DeltaMomenta").Count);
            Assert.AreEqual(2, TrajectoryAnnotations.GetDimension(scored.Schema["Positions"]));
        }
    }

    [TestMethod]
    public void AnOwnClassIsSplitByItsNames()
    {
        List<Frame> frames = Toys.Trajectories(4, trajectories: Trajectories);
        IDataView data = _context.Data.LoadFromEnumerable(frames.Select(FixedRow.Of));
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(data, 0.3, "TrajectoryId");
        HashSet<string> tested = Names(split.TestSet);
        Assert.IsFalse(tested.Overlaps(Names(split.TrainSet)));
        Assert.AreEqual(Trajectories, tested.Count + Names(split.TrainSet).Count);
    }

    [TestMethod]
    public void TrajectoriesWithoutANameAreLeftOutAndTheTrainerSaysSo()
    {
        // ML.NET takes an empty text for a missing key, and a row without a key is in neither part.
        List<Frame> frames = [.. Toys.Trajectories(5).Select(frame => frame with { TrajectoryId = "" })];
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(
            _context.Dynamics().LoadTrajectory(frames), samplingKeyColumnName: "TrajectoryId");
        Assert.AreEqual(0, Names(split.TestSet).Count);
        string message = Assert.ThrowsExactly<DataException>(
            () => _context.Dynamics().Trainers.Direct(Tiny.Direct).Fit(split.TrainSet)).Message;
        StringAssert.Contains(message, "no frame");
        StringAssert.Contains(message, "without a name");
    }

    [TestMethod]
    public void AMalformedFrameIsReportedThroughASplitToo()
    {
        // Systems in space among systems in a plane: the view refuses the row, on a thread of ML.NET's that reads ahead.
        List<Frame> frames = [.. Toys.Trajectories(6, trajectories: Trajectories), .. Toys.Trajectories(6, dimension: 3)];
        IDataView data = _context.Dynamics().LoadTrajectory(frames.Select(frame => frame));
        foreach (DataOperationsCatalog.TrainTestData fold in _context.Data.CrossValidationSplit(data, 2, "TrajectoryId"))
        {
            string message = Assert.ThrowsExactly<DataException>(
                () => _context.Dynamics().Trainers.Direct(Tiny.Direct).Fit(fold.TrainSet)).Message;
            StringAssert.Contains(message, $"Row {(Trajectories * 12) + 1} (trajectory 't0') has 3 dimensions");
        }
    }

    private List<string> AssertApart(DataOperationsCatalog.TrainTestData split, List<Frame> frames)
    {
        Frame[] train = [.. _context.Dynamics().ToFrames(split.TrainSet)];
        Frame[] test = [.. _context.Dynamics().ToFrames(split.TestSet)];
        HashSet<string> tested = [.. test.Select(frame => frame.TrajectoryId)];
        Assert.IsFalse(tested.Overlaps(train.Select(frame => frame.TrajectoryId)));

        // Whole trajectories, their frames in order.
        AssertFrames([.. frames.Where(frame => tested.Contains(frame.TrajectoryId))], test);
        AssertFrames([.. frames.Where(frame => !tested.Contains(frame.TrajectoryId))], train);
        return [.. tested];
    }

    private static void AssertFrames(List<Frame> expected, Frame[] actual)
    {
        Assert.HasCount(expected.Count, actual);
        for (int i = 0; i < actual.Length; i++)
        {
            Views.AreEqual(expected[i], actual[i]);
        }
    }

    private static HashSet<string> Names(IDataView view) => [.. view.GetColumn<string>("TrajectoryId")];
}

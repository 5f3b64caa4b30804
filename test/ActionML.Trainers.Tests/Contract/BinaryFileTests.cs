using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>Trajectories in ML.NET's binary files.</summary>
[TestClass]
public sealed class BinaryFileTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(2, UnitSystem.Dimensionless)]
    [DataRow(3, UnitSystem.Atomistic)]
    public void TrajectoriesSurviveAFile(int dimension, UnitSystem units)
    {
        List<Frame> frames = Toys.Trajectories(1, trajectories: 2, dimension: dimension, units: units);
        frames.AddRange(Toys.Trajectories(2, trajectories: 1, count: 5, dimension: dimension, units: units).Select(frame => frame with { TrajectoryId = "large" }));
        if (dimension == 3)
        {
            frames[3] = frames[3] with { Cell = [4, 0, 0, 0, 5, 0, 0, 0.5, 6] };
        }

        using var folder = new TemporaryFolder();
        IDataView view = _context.Dynamics().LoadTrajectory(frames);
        IDataView loaded = SaveAndLoad(view, folder);

        AssertSame(view.Schema, loaded.Schema);
        Frame[] read = [.. _context.Dynamics().ToFrames(loaded)];
        Assert.HasCount(frames.Count, read);
        for (int i = 0; i < read.Length; i++)
        {
            Views.AreEqual(frames[i], read[i]);
        }

        bool[][] periodic = [.. loaded.GetColumn<bool[]>("Pbc")];
        CollectionAssert.AreEqual(new[] { dimension == 3, dimension == 3, dimension == 3 }, periodic[3]);
        CollectionAssert.AreEqual(new bool[3], periodic[4]);
    }

    [TestMethod]
    public void ALoadedFileIsTrainedOnWithoutSayingUnits()
    {
        using var folder = new TemporaryFolder();
        IDataView view = _context.Dynamics().LoadTrajectory(Toys.Trajectories(3));
        IDataView loaded = SaveAndLoad(view, folder);
        using DirectTransformer model = _context.Dynamics().Trainers.Direct(Tiny.Direct).Fit(loaded);
        Assert.AreEqual(UnitSystem.Dimensionless, model.Manifest.TimeStep.Units);
        Assert.AreEqual(2, model.Manifest.Dimension);

        List<double[]> expected = Views.Vectors(model.Transform(view), "DeltaMomenta");
        List<double[]> found = Views.Vectors(model.Transform(loaded), "DeltaMomenta");
        for (int i = 0; i < expected.Count; i++)
        {
            CollectionAssert.AreEqual(expected[i], found[i]);
        }
    }

    [TestMethod]
    public void PredictionsSurviveAFile()
    {
        using var folder = new TemporaryFolder();
        using DirectTransformer model = _context.Dynamics().Trainers.Direct(Tiny.Direct).Fit(_context.Dynamics().LoadTrajectory(Toys.Trajectories(4)));
        IDataView scored = model.Transform(_context.Dynamics().LoadTrajectory(Toys.Trajectories(5)));
        IDataView loaded = SaveAndLoad(scored, folder);

        AssertSame(scored.Schema, loaded.Schema);
        List<double[]> expected = Views.Vectors(scored, "DeltaPositions");
        List<double[]> found = Views.Vectors(loaded, "DeltaPositions");
        Assert.HasCount(48, found);
        for (int i = 0; i < found.Count; i++)
        {
            CollectionAssert.AreEqual(expected[i], found[i]);
        }
    }

    private static void AssertSame(DataViewSchema expected, DataViewSchema actual)
    {
        CollectionAssert.AreEqual(expected.Select(column => column.Name).ToArray(), actual.Select(column => column.Name).ToArray());
        foreach (DataViewSchema.Column column in expected)
        {
            Assert.AreEqual(column.Type, actual[column.Name].Type, column.Name);
            Assert.AreEqual(TrajectoryAnnotations.GetUnits(column), TrajectoryAnnotations.GetUnits(actual[column.Name]), column.Name);
            Assert.AreEqual(TrajectoryAnnotations.GetDimension(column), TrajectoryAnnotations.GetDimension(actual[column.Name]), column.Name);
        }
    }

    private IDataView SaveAndLoad(IDataView view, TemporaryFolder folder)
    {
        using (FileStream stream = File.Create(folder["data.idv"]))
        {
            _context.Data.SaveAsBinary(view, stream);
        }

        return _context.Data.LoadFromBinary(folder["data.idv"]);
    }
}

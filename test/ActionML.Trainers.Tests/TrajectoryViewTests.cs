using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class TrajectoryViewTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void FramesSurviveAView(int dimension)
    {
        List<Frame> frames = Toys.Trajectories(1, trajectories: 2, dimension: dimension);
        frames.AddRange(Toys.Trajectories(2, trajectories: 1, count: 5, dimension: dimension).Select(frame => frame with { TrajectoryId = "large" }));
        if (dimension == 3)
        {
            frames[3] = frames[3] with { Cell = [4, 0, 0, 0, 5, 0, 0, 0.5, 6] };
        }

        Frame[] read = [.. _context.Dynamics().ToFrames(_context.Dynamics().LoadTrajectory(frames))];
        Assert.HasCount(frames.Count, read);
        for (int i = 0; i < read.Length; i++)
        {
            Views.AreEqual(frames[i], read[i]);
        }

        Assert.AreSame(read[0].System, read[1].System);
        Assert.AreNotSame(read[0].State, read[1].State);
    }

    [TestMethod]
    public void FilesAreReadOneAfterAnother()
    {
        using var folder = new TemporaryFolder();
        List<Frame> first = Toys.Trajectories(3, trajectories: 2);
        List<Frame> second = [.. Toys.Trajectories(4, trajectories: 1).Select(frame => frame with { TrajectoryId = "other" })];
        ExtendedXyzWriter.WriteAll(folder["a.xyz"], first);
        ExtendedXyzWriter.WriteAll(folder["b.xyz"], second);

        IDataView view = _context.Dynamics().LoadTrajectory(folder["a.xyz"], folder["b.xyz"]);
        Frame[] read = [.. _context.Dynamics().ToFrames(view)];
        Frame[] expected = [.. first, .. second];
        Assert.HasCount(expected.Length, read);
        for (int i = 0; i < read.Length; i++)
        {
            Views.AreEqual(expected[i], read[i]);
        }
    }

    [TestMethod]
    public void ColumnsStateUnitsAndDimension()
    {
        DataViewSchema schema = _context.Dynamics().LoadTrajectory(Toys.Trajectories(5, units: UnitSystem.Atomistic)).Schema;

        CollectionAssert.AreEqual(
            new[] { "TrajectoryId", "Step", "Time", "Species", "Masses", "Positions", "Momenta", "Cell", "Pbc" },
            schema.Select(column => column.Name).ToArray());
        Assert.AreEqual(UnitSystem.Atomistic, TrajectoryAnnotations.GetUnits(schema["Positions"]));
        Assert.AreEqual(2, TrajectoryAnnotations.GetDimension(schema["Positions"]));
        Assert.AreEqual(UnitSystem.Atomistic, TrajectoryAnnotations.GetUnits(schema["Time"]));
        Assert.IsNull(TrajectoryAnnotations.GetDimension(schema["Time"]));
        Assert.IsNull(TrajectoryAnnotations.GetUnits(schema["TrajectoryId"]));
        var vector = (VectorDataViewType)schema["Momenta"].Type;
        Assert.IsFalse(vector.IsKnownSize);
        CollectionAssert.AreEqual(new[] { 0, 3 }, vector.Dimensions.ToArray());
    }

    [TestMethod]
    public void FramesAreReadOnDemand()
    {
        int read = 0;
        List<Frame> frames = Toys.Trajectories(6);
        IDataView view = _context.Dynamics().LoadTrajectory(frames.Select(frame =>
        {
            read++;
            return frame;
        }));

        Assert.AreEqual(1, read);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Assert.AreEqual(1, read);
        cursor.MoveNext();
        cursor.MoveNext();
        Assert.AreEqual(3, read);
        Assert.AreSame(view.Schema, cursor.Schema);
        Assert.IsNull(view.GetRowCount());
        Assert.AreEqual(frames.Count, _context.Dynamics().LoadTrajectory(frames).GetRowCount());
    }

    [TestMethod]
    public void OnlyTheColumnsAskedForCanBeRead()
    {
        IDataView view = _context.Dynamics().LoadTrajectory(Toys.Trajectories(7));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Time"]]);

        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Time"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Momenta"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<double>>(view.Schema["Momenta"]));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Time"])).Message, "System.Single");
        ValueGetter<double> getter = cursor.GetGetter<double>(view.Schema["Time"]);
        double time = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref time));
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void OtherUnitsFurtherOnAreRefused()
    {
        List<Frame> frames = [.. Toys.Trajectories(8), .. Toys.Trajectories(8, units: UnitSystem.Atomistic)];
        IDataView view = _context.Dynamics().LoadTrajectory(frames);
        string message = Assert.ThrowsExactly<DataException>(() => view.GetColumn<double>("Time").Count()).Message;
        StringAssert.Contains(message, "Row 49");
        StringAssert.Contains(message, "atomistic");
    }

    [TestMethod]
    public void NoFileAndNoFrameAreRefused()
    {
        Assert.ThrowsExactly<UsageException>(() => _context.Dynamics().LoadTrajectory(Array.Empty<string>()));
        Assert.ThrowsExactly<DataException>(() => _context.Dynamics().LoadTrajectory(Array.Empty<Frame>()));
        Assert.ThrowsExactly<FileException>(() => _context.Dynamics().LoadTrajectory("there-is-no-such-file.xyz"));
    }

    [TestMethod]
    public void AnOwnClassNeedsUnits()
    {
        List<Frame> frames = Toys.Trajectories(9);
        IDataView view = Own(frames);
        var columns = new DynamicsColumns { Positions = "Q" };

        Frame[] read = [.. _context.Dynamics().ToFrames(view, columns, UnitSystem.Dimensionless, 2)];
        Assert.HasCount(frames.Count, read);
        CollectionAssert.AreEqual(frames[13].State.Positions, read[13].State.Positions);
        Assert.AreEqual(13, read[13].Step); // no such column: the row's number

        string message = Assert.ThrowsExactly<DataException>(() => _context.Dynamics().ToFrames(view, columns)).Message;
        StringAssert.Contains(message, "does not state its units");
        message = Assert.ThrowsExactly<DataException>(() => _context.Dynamics().ToFrames(view, columns, UnitSystem.Dimensionless)).Message;
        StringAssert.Contains(message, "does not state its dimension");
    }

    [TestMethod]
    public void StatedUnitsAreNotOverruled()
    {
        IDataView view = _context.Dynamics().LoadTrajectory(Toys.Trajectories(10));
        StringAssert.Contains(
            Assert.ThrowsExactly<DataException>(() => _context.Dynamics().ToFrames(view, units: UnitSystem.Atomistic)).Message, "atomistic");
        StringAssert.Contains(
            Assert.ThrowsExactly<DataException>(() => _context.Dynamics().ToFrames(view, dimension: 3)).Message, "2 dimensions");
    }

    [TestMethod]
    public void MissingAndMistypedColumnsAreNamed()
    {
        IDataView view = Own(Toys.Trajectories(11));
        string message = Assert.ThrowsExactly<DataException>(() => _context.Dynamics().ToFrames(view)).Message;
        StringAssert.Contains(message, "no column 'Positions'");
        StringAssert.Contains(message, "'Q'");

        message = Assert.ThrowsExactly<DataException>(
            () => _context.Dynamics().ToFrames(view, new DynamicsColumns { Positions = "Time" }, UnitSystem.Dimensionless, 2)).Message;
        StringAssert.Contains(message, "'Time' is of type Double; expected Vector<Double>.");
    }

    [TestMethod]
    public void RowsOfTheWrongLengthAreNamed()
    {
        List<Frame> frames = Toys.Trajectories(12);
        var columns = new DynamicsColumns { Positions = "Q" };
        string Message(Action<OwnFrame> change) => Assert.ThrowsExactly<DataException>(
            () => _context.Dynamics().ToFrames(Own(frames, change), columns, UnitSystem.Dimensionless, 2).Count()).Message;

        StringAssert.Contains(Message(row => row.Coordinates = row.Coordinates[..6]), "Row 3 has 6 values in 'Q' and 3 masses; expected 9");
        StringAssert.Contains(Message(row => row.Species = row.Species[..2]), "Row 3 has 2 values in 'Species' and 3 in 'Masses'");
        StringAssert.Contains(Message(row => row.Masses[1] = -1), "Row 3, columns 'Species' and 'Masses': The mass of particle 2 is -1");
        StringAssert.Contains(Message(row => (row.Masses, row.Species) = ([], [])), "Row 3, columns 'Species' and 'Masses'");
        StringAssert.Contains(Message(row => row.Momenta[5] = 1), "Row 3 has 1 as third component of particle 2 in 'Momenta'");
    }

    private IDataView Own(List<Frame> frames, Action<OwnFrame>? changeThird = null)
    {
        OwnFrame[] rows = [.. frames.Select(frame => new OwnFrame
        {
            TrajectoryId = frame.TrajectoryId,
            Time = frame.Time,
            Species = [.. frame.System.Kinds],
            Masses = frame.System.Masses.ToArray(),
            Coordinates = Views.Pad(frame.State.Positions, 2),
            Momenta = Views.Pad(frame.State.Momenta, 2),
        })];
        changeThird?.Invoke(rows[2]);
        return _context.Data.LoadFromEnumerable(rows);
    }
}

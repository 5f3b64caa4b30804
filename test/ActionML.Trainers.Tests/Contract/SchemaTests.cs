using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>What an estimator announces of its columns is what the transformed view has.</summary>
[TestClass]
public sealed class SchemaTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void ADirectTrainerAnnouncesItsColumns() =>
        AssertAnnounced(_context.Dynamics().Trainers.Direct(Tiny.Direct), _context.Dynamics().LoadTrajectory(Toys.Trajectories(1)));

    [TestMethod]
    public void AnActionTrainerAnnouncesItsColumns() =>
        AssertAnnounced(_context.Dynamics().Trainers.Action(Tiny.Action), _context.Dynamics().LoadTrajectory(Toys.Trajectories(2, dimension: 3)));

    [TestMethod]
    public void ColumnsOfOneLengthStayThat() => AssertAnnounced(
        _context.Dynamics().Trainers.Direct(Tiny.Direct with { Units = UnitSystem.Dimensionless, Dimension = 2 }),
        _context.Data.LoadFromEnumerable(Toys.Trajectories(3).Select(FixedRow.Of)));

    [TestMethod]
    public void AChainAnnouncesItsColumns() => AssertAnnounced(
        _context.Transforms.CopyColumns("Q", "Positions")
            .Append(_context.Transforms.DropColumns("Positions", "Pbc"))
            .Append(_context.Dynamics().Trainers.Direct(Tiny.Direct with { Columns = new DynamicsColumns { Positions = "Q", DeltaMomenta = "Kick" } }))
            .Append(_context.Transforms.CopyColumns("Copy", "Kick"))
            .Append(_context.Transforms.SelectColumns("TrajectoryId", "Time", "Copy", "DeltaPositions")),
        _context.Dynamics().LoadTrajectory(Toys.Trajectories(4)));

    [TestMethod]
    public void ItsColumnsTakeThePlaceOfThoseOfTheSameName() => AssertAnnounced(
        _context.Dynamics().Trainers.Direct(Tiny.Direct).Append(_context.Dynamics().Trainers.Direct(Tiny.Direct)),
        _context.Dynamics().LoadTrajectory(Toys.Trajectories(5)));

    [TestMethod]
    public void OptionalColumnsMustFitWhereTheyAre()
    {
        IDataView data = _context.Dynamics().LoadTrajectory(Toys.Trajectories(6));
        string Message(DynamicsColumns columns) => Assert.ThrowsExactly<DataException>(
            () => new EstimatorChain<ITransformer>().Append(_context.Dynamics().Trainers.Direct(Tiny.Direct with { Columns = columns })).Fit(data)).Message;

        StringAssert.Contains(Message(new DynamicsColumns { Cell = "Pbc" }), "'Pbc' is a vector of Boolean; expected a vector of Double");
        StringAssert.Contains(Message(new DynamicsColumns { Step = "Time" }), "'Time' is a single Double; expected a single Int64");
        StringAssert.Contains(
            Assert.ThrowsExactly<DataException>(() => _context.Dynamics().Trainers.Direct(
                Tiny.Direct with { Columns = new DynamicsColumns { Cell = "Pbc" } }).Fit(data)).Message,
            "'Pbc' is of type Vector<Boolean, 3>; expected Vector<Double>");
    }

    private static void AssertAnnounced<T>(IEstimator<T> estimator, IDataView data)
        where T : class, ITransformer
    {
        var recorder = new ShapeRecorder<T>(estimator);
        using TransformerChain<T> model = new EstimatorChain<ITransformer>().Append(recorder).Fit(data);
        DataViewSchema schema = model.Transform(data).Schema;
        SchemaShape shape = recorder.Shape!;

        DataViewSchema.Column[] visible = [.. schema.Where(column => !column.IsHidden)];
        CollectionAssert.AreEquivalent(visible.Select(column => column.Name).ToArray(), shape.Select(column => column.Name).ToArray());
        foreach (DataViewSchema.Column column in visible)
        {
            SchemaShape.Column found = shape.Single(other => other.Name == column.Name);
            AssertSame(column, found);
            Assert.HasCount(column.Annotations.Schema.Count, found.Annotations, column.Name);
            foreach (DataViewSchema.Column annotation in column.Annotations.Schema)
            {
                AssertSame(annotation, found.Annotations.Single(other => other.Name == annotation.Name));
            }
        }

        DataViewSchema promised = model.GetOutputSchema(data.Schema);
        CollectionAssert.AreEqual(
            promised.Select(column => column.ToString()).ToArray(), schema.Select(column => column.ToString()).ToArray());
    }

    private static void AssertSame(DataViewSchema.Column column, SchemaShape.Column found)
    {
        var vector = column.Type as VectorDataViewType;
        Assert.AreEqual(vector?.ItemType ?? column.Type, found.ItemType, column.Name);
        Assert.AreEqual(
            vector is null ? SchemaShape.Column.VectorKind.Scalar
            : vector.IsKnownSize ? SchemaShape.Column.VectorKind.Vector
            : SchemaShape.Column.VectorKind.VariableVector,
            found.Kind,
            column.Name);
    }
}

using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class TransformerTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _warnings = [];

    public TransformerTests() => _context.Log += (_, message) =>
    {
        if (message.Kind == ChannelMessageKind.Warning)
        {
            _warnings.Add(message.RawMessage);
        }
    };

    [TestMethod]
    public void TwoColumnsAreAddedAsTheSchemaSays()
    {
        IDataView data = Load(Toys.Trajectories(1));
        using DirectTransformer transformer = Direct(out _);
        IDataView scored = transformer.Transform(data);
        DataViewSchema schema = transformer.GetOutputSchema(data.Schema);

        CollectionAssert.AreEqual(
            data.Schema.Select(column => column.Name).Append("DeltaPositions").Append("DeltaMomenta").ToArray(),
            scored.Schema.Select(column => column.Name).ToArray());
        Assert.HasCount(schema.Count, scored.Schema);
        for (int i = 0; i < schema.Count; i++)
        {
            Assert.AreEqual(schema[i].Name, scored.Schema[i].Name);
            Assert.AreEqual(schema[i].Type, scored.Schema[i].Type);
            Assert.AreEqual(TrajectoryAnnotations.GetUnits(schema[i]), TrajectoryAnnotations.GetUnits(scored.Schema[i]));
        }

        Assert.AreEqual(2, TrajectoryAnnotations.GetDimension(schema["DeltaMomenta"]));
        Assert.IsTrue(((ITransformer)transformer).IsRowToRowMapper);
        Assert.AreEqual(data.GetRowCount(), scored.GetRowCount());
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void TheDirectModelIsEvaluatedAtTheStart(int dimension)
    {
        List<Frame> frames = Toys.Trajectories(2, dimension: dimension);
        using DirectTransformer transformer = Direct(out _, Toys.Manifest(ModelKind.Direct, dimension));
        IDataView scored = transformer.Transform(Load(frames));
        List<double[]> positions = Views.Vectors(scored, "DeltaPositions");
        List<double[]> momenta = Views.Vectors(scored, "DeltaMomenta");

        for (int f = 0; f < frames.Count; f++)
        {
            double[] forces = Views.Pad(Toys.Forces(frames[f].State.Positions, dimension), dimension);
            double[] p = Views.Pad(frames[f].State.Momenta, dimension);
            for (int i = 0; i < forces.Length; i++)
            {
                Assert.AreEqual(Toys.Spacing * forces[i], momenta[f][i], 1e-14);
                Assert.AreEqual(Toys.Spacing * p[i] / frames[f].System.Masses[i / 3], positions[f][i], 1e-14);
            }
        }
    }

    [TestMethod]
    public void TheActionModelIsSolvedForTheMidpoint()
    {
        List<Frame> frames = Toys.Trajectories(3);
        using ActionTransformer transformer = Action(out _);
        IDataView scored = transformer.Transform(Load(frames));
        List<double[]> positions = Views.Vectors(scored, "DeltaPositions");
        List<double[]> momenta = Views.Vectors(scored, "DeltaMomenta");

        for (int f = 0; f < frames.Count; f++)
        {
            // Δp = h·F(q + ½Δq) and Δq = h·(p + ½Δp)/m: the implicit midpoint rule.
            double[] middle = [.. frames[f].State.Positions.Select((q, i) => q + (0.5 * positions[f][(i / 2 * 3) + (i % 2)]))];
            double[] forces = Toys.Forces(middle, 2);
            for (int i = 0; i < forces.Length; i++)
            {
                int c = (i / 2 * 3) + (i % 2);
                Assert.AreEqual(Toys.Spacing * forces[i], momenta[f][c], 1e-7);
                Assert.AreEqual(
                    Toys.Spacing * (frames[f].State.Momenta[i] + (0.5 * momenta[f][c])) / frames[f].System.Masses[i / 2], positions[f][c], 1e-7);
            }

            // It is no prediction from the start, which the direct toy makes.
            Assert.AreNotEqual(Toys.Spacing * Toys.Forces(frames[f].State.Positions, 2)[0], momenta[f][0], 1e-4);
        }
    }

    [TestMethod]
    public void NothingIsComputedBeforeItIsRead()
    {
        IDataView data = Load(Toys.Trajectories(4));
        using DirectTransformer transformer = Direct(out ToySource source);
        IDataView scored = transformer.Transform(data);
        Assert.AreEqual(0, source.Opened);

        // A cursor over other columns never opens the model.
        Assert.AreEqual(48, scored.GetColumn<double>("Time").Count());
        Assert.AreEqual(0, source.Opened);

        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        ValueGetter<VBuffer<double>> positions = cursor.GetGetter<VBuffer<double>>(scored.Schema["DeltaPositions"]);
        ValueGetter<VBuffer<double>> momenta = cursor.GetGetter<VBuffer<double>>(scored.Schema["DeltaMomenta"]);
        VBuffer<double> value = default;
        cursor.MoveNext();
        cursor.MoveNext();
        Assert.AreEqual(0, source.Evaluations);
        positions(ref value);
        momenta(ref value);
        positions(ref value);
        Assert.AreEqual(1, source.Evaluations);
        Assert.AreSame(scored.Schema, cursor.Schema);
    }

    [TestMethod]
    public void OnlyNeededColumnsAreAskedOfTheInput()
    {
        IDataView data = Load(Toys.Trajectories(5));
        using DirectTransformer transformer = Direct(out _);
        IRowToRowMapper mapper = ((ITransformer)transformer).GetRowToRowMapper(data.Schema);
        string[] Needs(params string[] names) =>
            [.. mapper.GetDependencies(names.Select(name => mapper.OutputSchema[name])).Select(column => column.Name)];

        CollectionAssert.AreEqual(new[] { "Time" }, Needs("Time"));
        CollectionAssert.AreEqual(new[] { "Species", "Masses", "Positions", "Momenta", "Cell" }, Needs("DeltaMomenta"));
        CollectionAssert.AreEqual(new[] { "Time", "Species", "Masses", "Positions", "Momenta", "Cell" }, Needs("DeltaPositions", "Time"));
        Assert.AreSame(data.Schema, mapper.InputSchema);

        IDataView scored = transformer.Transform(data);
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Time"]]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<double>>(scored.Schema["DeltaMomenta"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<double>>(scored.Schema["Momenta"]));
    }

    [TestMethod]
    public void SingleRowsAreMapped()
    {
        IDataView data = Load(Toys.Trajectories(6));
        using DirectTransformer transformer = Direct(out ToySource source);
        List<double[]> expected = Views.Vectors(transformer.Transform(data), "DeltaMomenta");
        IRowToRowMapper mapper = ((ITransformer)transformer).GetRowToRowMapper(data.Schema);
        DataViewSchema.Column column = mapper.OutputSchema["DeltaMomenta"];

        DataViewRowCursor input = data.GetRowCursor(mapper.GetDependencies([column]));
        DataViewRow row = mapper.GetRow(input, [column]);
        ValueGetter<VBuffer<double>> getter = row.GetGetter<VBuffer<double>>(column);
        VBuffer<double> value = default;
        foreach (double[] vector in expected)
        {
            input.MoveNext();
            getter(ref value);
            CollectionAssert.AreEqual(vector, value.DenseValues().ToArray());
        }

        row.Dispose();
        Assert.AreEqual(1, source.Opened, "the pool hands the idle model out again");
    }

    [TestMethod]
    public void CursorsRunSideBySide()
    {
        IDataView scored;
        using (ActionTransformer transformer = Action(out ToySource source))
        {
            scored = transformer.Transform(Load(Toys.Trajectories(7, trajectories: 10)));
            List<double[]> expected = Views.Vectors(scored, "DeltaPositions");
            var results = new List<double[]>[4];
            Parallel.For(0, results.Length, i => results[i] = Views.Vectors(scored, "DeltaPositions"));
            foreach (List<double[]> result in results)
            {
                Assert.HasCount(expected.Count, result);
                for (int row = 0; row < result.Count; row++)
                {
                    CollectionAssert.AreEqual(expected[row], result[row]);
                }
            }

            // Two cursors in turn, each on its own row.
            DataViewSchema.Column column = scored.Schema["DeltaPositions"];
            using DataViewRowCursor ahead = scored.GetRowCursorSet([column], 4)[0];
            using DataViewRowCursor behind = scored.GetRowCursor([column]);
            ValueGetter<VBuffer<double>> first = ahead.GetGetter<VBuffer<double>>(column);
            ValueGetter<VBuffer<double>> second = behind.GetGetter<VBuffer<double>>(column);
            VBuffer<double> value = default;
            ahead.MoveNext();
            ahead.MoveNext();
            behind.MoveNext();
            first(ref value);
            CollectionAssert.AreEqual(expected[1], value.DenseValues().ToArray());
            second(ref value);
            CollectionAssert.AreEqual(expected[0], value.DenseValues().ToArray());
            Assert.IsGreaterThanOrEqualTo(1, source.Opened);
        }

        Assert.ThrowsExactly<ObjectDisposedException>(() => Views.Vectors(scored, "DeltaPositions"));
    }

    [TestMethod]
    public void DisposalFreesEveryModel()
    {
        DirectTransformer transformer = Direct(out ToySource source);
        IDataView scored = transformer.Transform(Load(Toys.Trajectories(8)));
        DataViewSchema.Column column = scored.Schema["DeltaPositions"];
        Views.Vectors(scored, column.Name);
        DataViewRowCursor cursor = scored.GetRowCursor([column]);
        cursor.MoveNext();
        VBuffer<double> value = default;
        cursor.GetGetter<VBuffer<double>>(column)(ref value);

        // Models are borrowed for one row at a time, so that a cursor which is never disposed keeps none open.
        Assert.AreEqual(1, source.Open);
        transformer.Dispose();
        Assert.AreEqual(0, source.Open);
        cursor.MoveNext();
        Assert.ThrowsExactly<ObjectDisposedException>(() => cursor.GetGetter<VBuffer<double>>(column)(ref value));
        cursor.Dispose();
    }

    [TestMethod]
    public void NumbersOfParticlesMayDifferFromRowToRow()
    {
        List<Frame> frames = [.. Enumerable.Zip(Toys.Trajectories(9, count: 3), Toys.Trajectories(9, count: 5)).SelectMany(pair => new[] { pair.First, pair.Second })];
        using ActionTransformer transformer = Action(out _);
        List<double[]> mixed = Views.Vectors(transformer.Transform(Load(frames)), "DeltaMomenta");
        List<double[]> alone = Views.Vectors(transformer.Transform(Load(Toys.Trajectories(9, count: 5))), "DeltaMomenta");

        for (int i = 0; i < alone.Count; i++)
        {
            Assert.HasCount(9, mixed[2 * i]);
            CollectionAssert.AreEqual(alone[i], mixed[(2 * i) + 1]);
        }
    }

    [TestMethod]
    public void RowsThatAreNotFiniteGiveNaNAndAWarning()
    {
        List<Frame> frames = Toys.Trajectories(10);
        frames[7].State.Positions[1] = double.NaN;
        frames[9].State.Momenta[0] = double.PositiveInfinity;
        using DirectTransformer transformer = Direct(out _);
        List<double[]> momenta = Views.Vectors(transformer.Transform(Load(frames)), "DeltaMomenta");

        Assert.IsTrue(Array.TrueForAll(momenta[7].Chunk(3).ToArray(), v => double.IsNaN(v[0]) && double.IsNaN(v[1])));
        Assert.IsTrue(double.IsNaN(momenta[9][0]));
        Assert.IsTrue(Array.TrueForAll(momenta[8], double.IsFinite));
        Assert.HasCount(1, _warnings);
        StringAssert.Contains(_warnings[0], "2 rows");
    }

    [TestMethod]
    public void RowsThatDoNotConvergeGiveNaNAndAWarning()
    {
        List<Frame> frames = Toys.Trajectories(11);
        using var transformer = new ActionTransformer(
            Host(), new ToySource(Toys.Manifest(ModelKind.Action)), new DynamicsColumns(), new CorrectorOptions { MaxEvaluations = 1, Tolerance = 1e-12 });
        List<double[]> momenta = Views.Vectors(transformer.Transform(Load(frames)), "DeltaMomenta");

        Assert.IsTrue(momenta.TrueForAll(vector => double.IsNaN(vector[0])));
        StringAssert.Contains(_warnings.Single(), $"{frames.Count} rows could not be solved");
    }

    [TestMethod]
    public void StandardTransformsStandBeforeAndAfter()
    {
        IDataView data = Load(Toys.Trajectories(12));
        using DirectTransformer plain = Direct(out _);
        List<double[]> expected = Views.Vectors(plain.Transform(data), "DeltaMomenta");

        using var transformer = new DirectTransformer(
            Host(), new ToySource(Toys.Manifest(ModelKind.Direct)), new DynamicsColumns { Positions = "Q", DeltaMomenta = "Kick" });
        ITransformer before = _context.Transforms.CopyColumns("Q", "Positions").Fit(data);
        ITransformer after = _context.Transforms.CopyColumns("Copy", "Kick").Fit(transformer.Transform(before.Transform(data)));
        TransformerChain<ITransformer> chain = before.Append((ITransformer)transformer).Append(after);

        IDataView scored = chain.Transform(data);
        List<double[]> copy = Views.Vectors(scored, "Copy");
        for (int i = 0; i < copy.Count; i++)
        {
            CollectionAssert.AreEqual(expected[i], copy[i]);
        }

        Assert.AreEqual(TrajectorySchema.PerParticle, scored.Schema["Copy"].Type);
        Assert.AreEqual(2, TrajectoryAnnotations.GetDimension(scored.Schema["Copy"]));
        CollectionAssert.AreEqual(
            chain.GetOutputSchema(data.Schema).Select(column => column.Name).ToArray(), scored.Schema.Select(column => column.Name).ToArray());

        IRowToRowMapper mapper = ((ITransformer)chain).GetRowToRowMapper(data.Schema);
        DataViewRowCursor cursor = data.GetRowCursor(mapper.GetDependencies([mapper.OutputSchema["Copy"]]));
        using DataViewRow row = mapper.GetRow(cursor, [mapper.OutputSchema["Copy"]]);
        VBuffer<double> value = default;
        cursor.MoveNext();
        row.GetGetter<VBuffer<double>>(mapper.OutputSchema["Copy"])(ref value);
        CollectionAssert.AreEqual(expected[0], value.DenseValues().ToArray());
    }

    [TestMethod]
    public void ItsOwnColumnsHideThoseOfTheSameName()
    {
        using DirectTransformer first = Direct(out _);
        using ActionTransformer second = Action(out _);
        IDataView data = Load(Toys.Trajectories(13));
        IDataView scored = second.Transform(first.Transform(data));

        Assert.AreEqual(2, scored.Schema.Count(column => column.Name == "DeltaMomenta"));
        List<double[]> expected = Views.Vectors(second.Transform(data), "DeltaMomenta");
        CollectionAssert.AreEqual(expected[3], Views.Vectors(scored, "DeltaMomenta")[3]);
    }

    [TestMethod]
    public void MLNetCannotSaveItAndSaysWhatCan()
    {
        if (OptionalPackage.OnnxTransformer.IsThere)
        {
            Assert.Inconclusive("Microsoft.ML.OnnxTransformer is there, so Model.Save works.");
        }

        using DirectTransformer transformer = Direct(out _);
        string message = Assert.ThrowsExactly<NotSupportedException>(() => ((ICanSaveModel)transformer).Save(null!)).Message;
        StringAssert.Contains(message, "mlContext.Dynamics().SaveModel");
        StringAssert.Contains(message, nameof(DirectTransformer));
    }

    [TestMethod]
    public void OtherUnitsDimensionsAndKindsAreRefused()
    {
        using DirectTransformer transformer = Direct(out _);
        string message = Assert.ThrowsExactly<ModelMismatchException>(
            () => transformer.Transform(Load(Toys.Trajectories(14, units: UnitSystem.Atomistic)))).Message;
        StringAssert.Contains(message, "atomistic");
        message = Assert.ThrowsExactly<ModelMismatchException>(
            () => transformer.GetOutputSchema(Load(Toys.Trajectories(14, dimension: 3)).Schema)).Message;
        StringAssert.Contains(message, "3 dimensions");

        message = Assert.ThrowsExactly<DataException>(
            () => transformer.Transform(_context.Data.LoadFromEnumerable(new[] { new OwnFrame() }))).Message;
        StringAssert.Contains(message, "no column 'Positions'");
    }

    [TestMethod]
    public void PeriodicRowsAreRefused()
    {
        List<Frame> frames = Toys.Trajectories(15);
        frames[4] = frames[4] with { Cell = [5, 0, 0, 0, 5, 0, 0, 0, 5] };
        using DirectTransformer transformer = Direct(out _);
        string message = Assert.ThrowsExactly<ModelMismatchException>(
            () => Views.Vectors(transformer.Transform(Load(frames)), "DeltaMomenta")).Message;
        StringAssert.Contains(message, "Row 5: The row has a periodic cell");
    }

    private IHost Host() => ((IHostEnvironment)_context).Register("Test");

    private IDataView Load(List<Frame> frames) => _context.Dynamics().LoadTrajectory(frames);

    private DirectTransformer Direct(out ToySource source, ModelManifest? manifest = null) =>
        new(Host(), source = new ToySource(manifest ?? Toys.Manifest(ModelKind.Direct)), new DynamicsColumns());

    private ActionTransformer Action(out ToySource source) =>
        new(Host(), source = new ToySource(Toys.Manifest(ModelKind.Action)), new DynamicsColumns(), new CorrectorOptions());
}

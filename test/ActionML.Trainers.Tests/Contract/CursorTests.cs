using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Cursors over transformed views: lazy, over any columns, several at once.</summary>
[TestClass]
public sealed class CursorTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void AChainReadsAndComputesNothingBeforeACursorDoes()
    {
        int read = 0;
        List<Frame> frames = Toys.Trajectories(1);
        IDataView data = _context.Dynamics().LoadTrajectory(frames.Select(frame =>
        {
            read++;
            return frame;
        }));
        using TransformerChain<ITransformer> chain = Chain(data, out ToySource source);
        IDataView scored = chain.Transform(data);
        chain.GetOutputSchema(data.Schema);
        Assert.AreEqual(1, read, "the first frame, for units and dimension");

        // Times pass through the whole chain without an evaluation.
        CollectionAssert.AreEqual(frames.Select(frame => frame.Time).ToArray(), scored.GetColumn<double>("Time").ToArray());
        Assert.AreEqual(0, source.Opened);

        Assert.HasCount(48, Views.Vectors(scored, "Copy"));
        Assert.AreEqual(48, source.Evaluations);
        Assert.AreEqual(1, source.Opened);
    }

    [TestMethod]
    public void AnySubsetOfTheColumnsIsRead()
    {
        IDataView data = _context.Dynamics().LoadTrajectory(Toys.Trajectories(2));
        using TransformerChain<ITransformer> chain = Chain(data, out _);
        IDataView scored = chain.Transform(data);
        string[] names = ["TrajectoryId", "Step", "Time", "Species", "Masses", "Positions", "Momenta", "Cell", "Pbc", "Q", "DeltaPositions", "Kick", "Copy"];
        Dictionary<string, string> whole = Row(scored, names);
        Assert.HasCount(names.Length, whole);

        const int seed = 7;
        var random = new Random(seed);
        for (int i = 0; i < 60; i++)
        {
            string[] subset = i < names.Length ? [names[i]] : [.. names.Where(_ => random.Next(2) == 0)];
            foreach ((string name, string value) in Row(scored, subset))
            {
                Assert.AreEqual(whole[name], value, $"{name} of {string.Join(", ", subset)}, seed {seed}");
            }
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SeveralCursorsShareTheRows(bool cached)
    {
        List<Frame> frames = Toys.Trajectories(3, trajectories: 30);
        IDataView data = _context.Dynamics().LoadTrajectory(frames);
        if (cached)
        {
            data = _context.Data.Cache(data);
        }

        using var transformer = new ActionTransformer(
            Host(), new ToySource(Toys.Manifest(ModelKind.Action)), new DynamicsColumns(), new CorrectorOptions());
        IDataView scored = transformer.Transform(data);
        List<double[]> expected = Views.Vectors(scored, "DeltaPositions");

        DataViewSchema.Column[] columns = [scored.Schema["DeltaPositions"], scored.Schema["TrajectoryId"]];
        DataViewRowCursor[] cursors = scored.GetRowCursorSet(columns, 4);
        Assert.IsTrue(cursors.Length is > 1 and <= 4, $"{cursors.Length} cursors");
        var parts = new List<(long Batch, DataViewRowId Id, double[] Value)>[cursors.Length];
        Parallel.For(0, cursors.Length, i => parts[i] = ReadAll(cursors[i], columns[0]));

        // Every row once; sorted by batch they are in the order of the view.
        var rows = parts.SelectMany(part => part).OrderBy(row => row.Batch).ToList();
        Assert.HasCount(frames.Count, rows);
        Assert.HasCount(frames.Count, rows.Select(row => row.Id).Distinct().ToList());
        for (int i = 0; i < rows.Count; i++)
        {
            CollectionAssert.AreEqual(expected[i], rows[i].Value);
        }
    }

    [TestMethod]
    public void CursorsOfTwoThreadsUseTwoModels()
    {
        // Each evaluation waits until another one runs: one model for both threads would never get on.
        using var together = new Barrier(2);
        var source = new ToySource(Toys.Manifest(ModelKind.Direct)) { OnEvaluate = () => Assert.IsTrue(together.SignalAndWait(TimeSpan.FromMinutes(1))) };
        using var transformer = new DirectTransformer(Host(), source, new DynamicsColumns());
        IDataView scored = transformer.Transform(_context.Dynamics().LoadTrajectory(Toys.Trajectories(4, trajectories: 1)));
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() => Views.Vectors(scored, "DeltaMomenta")))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.AreEqual(24, source.Evaluations);
        Assert.AreEqual(2, source.Opened);
    }

    [TestMethod]
    public void StandardOperationsStandOnBothSides()
    {
        List<Frame> frames = Toys.Trajectories(5);
        IDataView data = _context.Dynamics().LoadTrajectory(frames);
        IDataView early = _context.Data.FilterRowsByColumn(data, "Time", lowerBound: 0.25, upperBound: 0.65);
        using var transformer = new DirectTransformer(Host(), new ToySource(Toys.Manifest(ModelKind.Direct)), new DynamicsColumns());
        List<double[]> all = Views.Vectors(transformer.Transform(data), "DeltaMomenta");
        int[] chosen = [.. Enumerable.Range(0, frames.Count).Where(i => frames[i].Time is >= 0.25 and < 0.65)];
        Assert.HasCount(16, chosen);

        IDataView scored = transformer.Transform(data);
        foreach (IDataView view in new[]
        {
            transformer.Transform(early),
            _context.Data.FilterRowsByColumn(scored, "Time", 0.25, 0.65),
            _context.Data.FilterRowsByColumn(_context.Data.Cache(scored), "Time", 0.25, 0.65),
            transformer.Transform(_context.Data.FilterRowsByColumn(_context.Data.Cache(data), "Time", 0.25, 0.65)),
        })
        {
            List<double[]> found = Views.Vectors(view, "DeltaMomenta");
            Assert.HasCount(chosen.Length, found);
            for (int i = 0; i < chosen.Length; i++)
            {
                CollectionAssert.AreEqual(all[chosen[i]], found[i]);
            }
        }
    }

    private static List<(long Batch, DataViewRowId Id, double[] Value)> ReadAll(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        using DataViewRowCursor owned = cursor;
        ValueGetter<VBuffer<double>> getter = cursor.GetGetter<VBuffer<double>>(column);
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        var rows = new List<(long, DataViewRowId, double[])>();
        VBuffer<double> value = default;
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            idGetter(ref id);
            rows.Add((cursor.Batch, id, [.. value.DenseValues()]));
        }

        return rows;
    }

    /// <summary>The columns of the sixth row as text, read in the order of their names.</summary>
    private static Dictionary<string, string> Row(IDataView view, string[] names)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema.Where(column => names.Contains(column.Name)));
        var readers = names.Order(StringComparer.Ordinal).ToDictionary(name => name, name => Reader(cursor, view.Schema[name]));
        for (int i = 0; i < 6; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
        }

        return readers.ToDictionary(reader => reader.Key, reader => reader.Value());
    }

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { ItemType: TextDataViewType } => Vector<ReadOnlyMemory<char>>(row, column),
        VectorDataViewType { ItemType: BooleanDataViewType } => Vector<bool>(row, column),
        VectorDataViewType => Vector<double>(row, column),
        TextDataViewType => Scalar<ReadOnlyMemory<char>>(row, column),
        { } type when type == NumberDataViewType.Int64 => Scalar<long>(row, column),
        _ => Scalar<double>(row, column),
    };

    private static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return FormattableString.Invariant($"{value:R}");
        };
    }

    private static Func<string> Vector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        return () =>
        {
            VBuffer<T> value = default;
            getter(ref value);
            return string.Join(' ', value.DenseValues().Select(item => FormattableString.Invariant($"{item}")));
        };
    }

    private IHost Host() => ((IHostEnvironment)_context).Register("Test");

    private TransformerChain<ITransformer> Chain(IDataView data, out ToySource source)
    {
        var direct = new DirectTransformer(
            Host(), source = new ToySource(Toys.Manifest(ModelKind.Direct)), new DynamicsColumns { Positions = "Q", DeltaMomenta = "Kick" });
        ITransformer before = _context.Transforms.CopyColumns("Q", "Positions").Fit(data);
        ITransformer after = _context.Transforms.CopyColumns("Copy", "Kick").Fit(direct.Transform(before.Transform(data)));
        return before.Append((ITransformer)direct).Append(after);
    }
}

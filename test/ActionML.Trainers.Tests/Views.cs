using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>Reads views for assertions.</summary>
internal static class Views
{
    /// <summary>A dense copy of a vector column of every row, in order.</summary>
    public static List<double[]> Vectors(IDataView view, string name)
    {
        DataViewSchema.Column column = view.Schema[name];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        return Vectors(cursor, column);
    }

    /// <summary>A dense copy of a vector column of the rows that a cursor has ahead.</summary>
    public static List<double[]> Vectors(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<double>> getter = cursor.GetGetter<VBuffer<double>>(column);
        VBuffer<double> value = default;
        var result = new List<double[]>();
        while (cursor.MoveNext())
        {
            getter(ref value);
            result.Add([.. value.DenseValues()]);
        }

        return result;
    }

    /// <summary>[N, D] with zeros up to three components.</summary>
    public static double[] Pad(double[] values, int dimension) =>
        [.. values.Chunk(dimension).SelectMany(chunk => chunk.Concat(Enumerable.Repeat(0.0, 3 - dimension)))];

    /// <summary>Asserts that two frames are the same.</summary>
    public static void AreEqual(Frame expected, Frame actual)
    {
        Assert.AreEqual(expected.TrajectoryId, actual.TrajectoryId);
        Assert.AreEqual(expected.Step, actual.Step);
        Assert.AreEqual(expected.Time, actual.Time);
        Assert.AreEqual(expected.System.Dimension, actual.System.Dimension);
        Assert.AreEqual(expected.System.Units, actual.System.Units);
        CollectionAssert.AreEqual(expected.System.Kinds.ToArray(), actual.System.Kinds.ToArray());
        CollectionAssert.AreEqual(expected.System.Masses.ToArray(), actual.System.Masses.ToArray());
        CollectionAssert.AreEqual(expected.State.Positions, actual.State.Positions);
        CollectionAssert.AreEqual(expected.State.Momenta, actual.State.Momenta);
        CollectionAssert.AreEqual(expected.Cell, actual.Cell);
    }
}

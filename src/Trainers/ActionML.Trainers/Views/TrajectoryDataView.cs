using ActionML.Runtime;
using Microsoft.ML;

namespace ActionML.Trainers;

/// <summary>Frames as a view. Each cursor reads the source anew and holds one frame at a time.</summary>
internal sealed class TrajectoryDataView : IDataView
{
    // Rows that one of several cursors reads before it leaves the next ones to the others.
    private const int BlockSize = 16;

    private readonly IEnumerable<Frame> _frames;

    /// <summary>A view over frames. Reads the first one, which decides units and dimension.</summary>
    /// <param name="frames">The frames, which can be enumerated many times.</param>
    /// <param name="source">What the frames come from, for messages.</param>
    /// <exception cref="DataException">There is no frame.</exception>
    public TrajectoryDataView(IEnumerable<Frame> frames, string source)
    {
        _frames = frames;
        Frame first = frames.FirstOrDefault() ?? throw new DataException(
            $"{source} holds no frame. Give a trajectory with at least one frame.");
        Units = first.System.Units;
        Dimension = first.System.Dimension;
        Schema = TrajectorySchema.Create(Units, Dimension);
    }

    /// <summary>Units of all frames.</summary>
    public UnitSystem Units { get; }

    /// <summary>Dimension of all frames.</summary>
    public int Dimension { get; }

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public long? GetRowCount() => _frames is IReadOnlyCollection<Frame> list ? list.Count : null;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new TrajectoryCursor(this, InOrder(), columnsNeeded, long.MaxValue);

    /// <inheritdoc/>
    /// <remarks>
    /// Frames in memory are shared out in blocks. A text file is read by one cursor, in order: parsing it is not the slow
    /// part of what follows.
    /// </remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        if (_frames is not IReadOnlyList<Frame> list || list.Count <= BlockSize || n <= 1)
        {
            return [GetRowCursor(columns, rand)];
        }

        int cursors = Math.Min(n, ((list.Count - 1) / BlockSize) + 1);
        return [.. Enumerable.Range(0, cursors).Select(i => new TrajectoryCursor(this, Blocks(list, i, cursors), columns, BlockSize))];
    }

    private static IEnumerable<(long Row, Frame Frame)> Blocks(IReadOnlyList<Frame> frames, int index, int cursors)
    {
        for (int block = index; (long)block * BlockSize < frames.Count; block += cursors)
        {
            for (int row = block * BlockSize; row < Math.Min((block + 1) * BlockSize, frames.Count); row++)
            {
                yield return (row, frames[row]);
            }
        }
    }

    private IEnumerable<(long Row, Frame Frame)> InOrder()
    {
        long row = 0;
        foreach (Frame frame in _frames)
        {
            yield return (row++, frame);
        }
    }
}

using ActionML.Runtime;
using Microsoft.ML;

namespace ActionML.Trainers;

/// <summary>Frames as a view. Each cursor reads the source anew and holds one frame at a time.</summary>
internal sealed class TrajectoryDataView : IDataView
{
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
        new TrajectoryCursor(this, _frames, columnsNeeded);

    /// <inheritdoc/>
    /// <remarks>One cursor: a text file is read in order, and parsing it is not the slow part of what follows.</remarks>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

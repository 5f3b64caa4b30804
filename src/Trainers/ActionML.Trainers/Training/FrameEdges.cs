using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Who sees whom in single frames, in rows without padding: all pairs of an isolated system, those within the cutoff of
/// a periodic one. One instance serves frames of any size and cell, one after another.
/// </summary>
/// <param name="cutoff">The model's cutoff; null when every pair counts.</param>
internal sealed class FrameEdges(double? cutoff)
{
    // Cells differ from trajectory to trajectory, if at all.
    private readonly Dictionary<(string Cell, int Count), PeriodicEdges> _periodic = [];
    private PeriodicEdges? _edges;
    private NeighborList? _all;
    private double[] _vectors = [];
    private int _dimension;

    /// <summary>The number of particles.</summary>
    public int Count { get; private set; }

    /// <summary>Edges of the particle that has most.</summary>
    public int LongestRow => _edges?.LongestRow ?? _all!.Capacity;

    /// <summary>The number of edges, both directions counted.</summary>
    public int EdgeCount => _edges?.EdgeCount ?? _all!.Neighbors.Length;

    /// <summary>First edge of a particle; with N, the number of edges.</summary>
    public int RowStart(int particle) => _edges is { } edges ? edges.RowStarts[particle] : particle * _all!.Capacity;

    /// <summary>The neighbor that an edge points to.</summary>
    public int Neighbor(int edge) => _edges is { } edges ? edges.Neighbors[edge] : (int)_all!.Neighbors[edge];

    /// <summary>The edge that points back.</summary>
    public int Reverse(int edge) => _edges is { } edges ? edges.Reverse[edge] : (int)_all!.Reverse[edge];

    /// <summary>A component of the neighbor's position relative to the particle's.</summary>
    public double Vector(int edge, int component) => _vectors[(edge * _dimension) + component];

    /// <summary>Finds the edges of a system at some positions.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="cell">Cell vectors [3, 3], or null for an isolated system.</param>
    /// <param name="positions">Unwrapped positions, [N, D].</param>
    /// <exception cref="DataException">The system is periodic and the model has no cutoff, or two particles are on top of each other.</exception>
    public void Update(ParticleSystem system, double[]? cell, ReadOnlySpan<double> positions)
    {
        (Count, _dimension) = (system.Count, system.Dimension);
        if (cell is null)
        {
            _edges = null;
            if (_all?.Count != Count || _all.Dimension != _dimension)
            {
                _all = NeighborList.AllPairs(Count, _dimension);
            }
        }
        else
        {
            _edges = PeriodicOf(cell);
            _edges.Update(positions);
        }

        if (_vectors.Length < EdgeCount * _dimension)
        {
            _vectors = new double[EdgeCount * _dimension * 5 / 4];
        }

        for (int i = 0; i < Count; i++)
        {
            for (int e = RowStart(i); e < RowStart(i + 1); e++)
            {
                int j = Neighbor(e);
                for (int c = 0; c < _dimension; c++)
                {
                    double translation = _edges is { } periodic ? periodic.Translations[(3 * e) + c] : 0;
                    _vectors[(e * _dimension) + c] = positions[(j * _dimension) + c] - positions[(i * _dimension) + c] + translation;
                }
            }
        }
    }

    private PeriodicEdges PeriodicOf(double[] cell)
    {
        double range = cutoff ?? throw new DataException(
            "The trajectories are periodic, and the model has no cutoff: each particle would see infinitely many images. Set the training option Cutoff.");
        (string, int) key = (string.Join(' ', cell.Select(BitConverter.DoubleToInt64Bits)), Count);
        if (!_periodic.TryGetValue(key, out PeriodicEdges? edges))
        {
            // No skin: the frames of a batch have nothing to do with each other.
            _periodic.Add(key, edges = new PeriodicEdges(new Cell(cell), Count, range, skin: 0));
        }

        return edges;
    }
}

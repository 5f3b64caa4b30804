using System.Globalization;

namespace ActionML.Runtime;

/// <summary>All images within a range of a particle, for one state after the other; cost linear in N.</summary>
internal sealed class ImageSearch
{
    private const double LargestCoordinate = 1e9;
    private const double MostImages = 10; // of the cell along the range, as in PeriodicEdges

    private readonly CellBins _bins;
    private readonly double[] _positions;
    private int[] _found = new int[256];
    private double[] _translations = new double[3 * 256];

    /// <summary>Prepares searches.</summary>
    /// <exception cref="UsageException">The system is not three-dimensional, or the range is not positive.</exception>
    /// <exception cref="DataException">The cell is smaller than a tenth of the range.</exception>
    public ImageSearch(ParticleSystem system, Cell cell, double range, string what)
    {
        if (system.Dimension != 3)
        {
            throw new UsageException($"The {what} of a periodic system needs three dimensions; this system has {system.Dimension}.");
        }

        if (!(range > 0 && double.IsFinite(range)))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"The range of the {what} is {range}; it must be positive and finite."));
        }

        if (range > MostImages * cell.SmallestWidth)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cell is only {cell.SmallestWidth:G6} wide, but the {what} reaches {range:G6}: more than {MostImages} images. Check the units of the cell, or shorten the range."));
        }

        _bins = new CellBins(cell, system.Count, range);
        _positions = new double[system.Coordinates];
    }

    /// <summary>Particles found by <see cref="Find"/>.</summary>
    public ReadOnlySpan<int> Found => _found;

    /// <summary>Takes the positions of a state.</summary>
    /// <exception cref="DataException">A position is not finite.</exception>
    public void Fill(PhasePoint state)
    {
        state.Positions.CopyTo(_positions, 0);
        foreach (double position in _positions)
        {
            if (!(Math.Abs(position) <= LargestCoordinate))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A position is {position}; positions must be finite and below 1e9. If a run arrived there, its step is too long."));
            }
        }

        _bins.Fill(_positions);
    }

    /// <summary>Finds the images within the range of a particle, its own included; returns their number.</summary>
    public int Find(int j)
    {
        int count;
        while ((count = _bins.Find(j, _found, _translations)) < 0)
        {
            Array.Resize(ref _found, 2 * _found.Length);
            Array.Resize(ref _translations, 2 * _translations.Length);
        }

        return count;
    }

    /// <summary>The vector from particle j, for which <see cref="Find"/> was called, to the k-th image found.</summary>
    public (double X, double Y, double Z) Vector(int j, int k)
    {
        int i = _found[k];
        return (
            _positions[3 * i] - _positions[3 * j] + _translations[3 * k],
            _positions[(3 * i) + 1] - _positions[(3 * j) + 1] + _translations[(3 * k) + 1],
            _positions[(3 * i) + 2] - _positions[(3 * j) + 2] + _translations[(3 * k) + 2]);
    }
}

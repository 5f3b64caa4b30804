namespace ActionML.Runtime;

/// <summary>
/// The springs of a midpoint: pairs within reach of a model's <see cref="PairStiffness"/>, with constants and directions. A pair stiffer than
/// ωh = 2, where the series of <see cref="PairPreconditioner"/> ends to converge, counts as one of ωh = 2.
/// </summary>
internal sealed class PairSprings
{
    private const double LargestAngle = 1; // θ = ωh/2 of a pair, squared

    private readonly PairStiffness _stiffness;
    private readonly ReducedUnknowns _unknowns;
    private readonly int _dimension;
    private readonly int[] _kinds;

    public PairSprings(PairStiffness stiffness, ReducedUnknowns unknowns, ParticleSystem system, long[] species)
    {
        (_stiffness, _unknowns, _dimension) = (stiffness, unknowns, system.Dimension);
        _kinds = Array.ConvertAll(species, kind => (int)kind);
    }

    /// <summary>Pairs.</summary>
    public int Count { get; private set; }

    /// <summary>One particle of each pair.</summary>
    public int[] First { get; private set; } = [];

    /// <summary>The other one.</summary>
    public int[] Second { get; private set; } = [];

    /// <summary>k.</summary>
    public double[] Constants { get; private set; } = [];

    /// <summary>û from the first to the second, [pairs, D].</summary>
    public double[] Directions { get; private set; } = [];

    /// <summary>Finds the springs of a midpoint.</summary>
    /// <param name="list">The neighbor list of the step.</param>
    /// <param name="displacements">The midpoint, measured from the list's reference, [N, D].</param>
    public void Find(NeighborList list, ReadOnlySpan<double> displacements)
    {
        int edges = list.Neighbors.Length;
        if (First.Length < edges / 2)
        {
            First = new int[edges / 2];
            Second = new int[edges / 2];
            Constants = new double[edges / 2];
            Directions = new double[edges / 2 * _dimension];
        }

        double reach = _stiffness.Reach;
        double step = _unknowns.Step;
        int kinds = _stiffness.Kinds;
        Count = 0;
        for (int e = 0; e < edges; e++)
        {
            int i = e / list.Capacity;
            int j = (int)list.Neighbors[e];

            // Each pair once; an atom that is its own neighbor does not move against itself.
            if (e >= list.Reverse[e] || i == j)
            {
                continue;
            }

            Span<double> direction = Directions.AsSpan(Count * _dimension, _dimension);
            double square = 0;
            for (int d = 0; d < _dimension; d++)
            {
                double r = list.Shifts[(d * edges) + e] + displacements[(j * _dimension) + d] - displacements[(i * _dimension) + d];
                direction[d] = r;
                square += r * r;
            }

            if (square >= reach * reach || square == 0)
            {
                continue;
            }

            double distance = Math.Sqrt(square);
            for (int d = 0; d < _dimension; d++)
            {
                direction[d] /= distance;
            }

            double inverseMass = _unknowns.InverseMass[i * _dimension] + _unknowns.InverseMass[j * _dimension];
            double limit = 4 * LargestAngle / (step * step * inverseMass);
            Constants[Count] = Math.Clamp(_stiffness.At(PairStiffness.Pair(_kinds[i], _kinds[j], kinds), distance), -limit, limit);
            (First[Count], Second[Count]) = (i, j);
            Count++;
        }
    }
}

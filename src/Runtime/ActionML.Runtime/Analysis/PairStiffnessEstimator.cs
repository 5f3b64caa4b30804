namespace ActionML.Runtime;

/// <summary>
/// Measures the <see cref="PairStiffness"/> of a generating function: the least-squares fit of springs along pairs to Hessian-vector products in
/// random directions, weighted by 1/m as in the corrector's residual.
/// </summary>
public sealed class PairStiffnessEstimator
{
    private const int Nodes = 16;
    private const int Directions = 2; // per midpoint: 216 atoms then give 1,296 equations for 48 unknowns

    // Springs that weaken to this share of the strongest end there: more distant ones cost time and change no evaluation.
    private const double Negligible = 0.02;

    // Relative to the distance at which most pairs are: nodes with less are not measured.
    private const double Rare = 1e-4;

    // Relative to a diagonal entry.
    private const double Regularization = 1e-6;

    private readonly IHessianModel _hessian;
    private readonly double _first;
    private readonly double _spacing;
    private readonly int _kinds;
    private readonly int _unknowns;
    private readonly DeterministicRandom _random;
    private readonly double[] _gram;
    private readonly double[] _right;
    private double _all;

    /// <summary>Prepares a fit.</summary>
    /// <param name="hessian">The Hessian-vector product of a model with a cutoff.</param>
    /// <param name="closest">The shortest distance that is known: the first node.</param>
    /// <param name="seed">Seed of the directions.</param>
    /// <exception cref="ArgumentException">The model has no cutoff, or it is not above the closest distance.</exception>
    public PairStiffnessEstimator(IHessianModel hessian, double closest, ulong seed = 1)
    {
        double cutoff = hessian.Manifest.Cutoff ?? throw new ArgumentException("The model has no cutoff, so its springs would have no end.", nameof(hessian));
        if (!(closest < cutoff))
        {
            throw new ArgumentException(FormattableString.Invariant($"The closest distance is {closest}, the cutoff {cutoff}; it must be below."), nameof(closest));
        }

        (_hessian, _first, _spacing, _random) = (hessian, closest, (cutoff - closest) / Nodes, new DeterministicRandom(seed));
        _kinds = hessian.Manifest.Species.Count;
        _unknowns = Nodes * _kinds * (_kinds + 1) / 2;
        _gram = new double[_unknowns * _unknowns];
        _right = new double[_unknowns];
    }

    /// <summary>
    /// √(Σ|−S_qq δq̄ − springs|²/Σ|S_qq δq̄|²) of what was added, over masses: 0 where pairs are springs and nothing else, 1 where springs
    /// explain nothing. 0.28 for GeTe.
    /// </summary>
    public double Unexplained { get; private set; } = 1;

    /// <summary>Adds the products of a midpoint.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="midpoint">(q̄, p̄); unchanged.</param>
    /// <param name="list">A neighbor list there.</param>
    /// <exception cref="ModelMismatchException">The model is not meant for this system.</exception>
    public void Add(ParticleSystem system, PhasePoint midpoint, NeighborList list)
    {
        _hessian.Bind(system);
        long[] species = _hessian.Manifest.SpeciesOf(system);
        int n = system.Coordinates;
        double step = _hessian.Manifest.TimeStep.Value;
        double[] displacements = new double[n];
        double[] direction = new double[n];
        double[] zero = new double[n];
        double[] deltaPositions = new double[n];
        double[] deltaMomenta = new double[n];
        double[][] columns = [.. Enumerable.Range(0, _unknowns).Select(_ => new double[n])];
        double[] weights = [.. Enumerable.Range(0, n).Select(i => 1 / system.Masses[i / system.Dimension])];
        for (int i = 0; i < n; i++)
        {
            displacements[i] = midpoint.Positions[i] - list.Reference[i];
        }

        for (int count = 0; count < Directions; count++)
        {
            PhaseVector.Draw(_random, direction);
            _hessian.Multiply(list, displacements, midpoint.Momenta, direction, zero, deltaPositions, deltaMomenta);
            FillColumns(list, species, displacements, direction, step, columns);
            for (int a = 0; a < _unknowns; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    double product = Product(columns[a], columns[b], weights);
                    _gram[(a * _unknowns) + b] += product;
                    _gram[(b * _unknowns) + a] += a == b ? 0 : product;
                }

                _right[a] += Product(columns[a], deltaMomenta, weights);
            }

            _all += Product(deltaMomenta, deltaMomenta, weights);
        }
    }

    /// <summary>The springs that fit best.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public PairStiffness Estimate()
    {
        if (!(_all > 0))
        {
            throw new InvalidOperationException("There is nothing to fit springs to. Add midpoints first.");
        }

        // Diagonal scaling and a small term: the matrix is then regular, and as many products as unknowns solve it.
        double[] scale = [.. Enumerable.Range(0, _unknowns).Select(a => _gram[(a * _unknowns) + a] is > 0 and var entry ? 1 / Math.Sqrt(entry) : 0)];
        double[] solution = new double[_unknowns];
        new Gmres(_unknowns, _unknowns).Solve(
            (v, product) =>
            {
                for (int a = 0; a < _unknowns; a++)
                {
                    double sum = (1 + Regularization) * v[a];
                    for (int b = 0; b < _unknowns; b++)
                    {
                        sum += a == b ? 0 : scale[a] * _gram[(a * _unknowns) + b] * scale[b] * v[b];
                    }

                    product[a] = sum;
                }
            },
            [.. _right.Select((value, a) => scale[a] * value)],
            solution,
            1e-12);
        double explained = 0;
        double[] values = [.. solution.Select((value, a) => scale[a] * value)];
        for (int a = 0; a < _unknowns; a++)
        {
            double fitted = 0;
            for (int b = 0; b < _unknowns; b++)
            {
                fitted += _gram[(a * _unknowns) + b] * values[b];
            }

            explained += values[a] * ((2 * _right[a]) - fitted);
        }

        Unexplained = Math.Sqrt(Math.Max(0, 1 - (explained / _all)));
        double[][] rows = [.. values.Chunk(Nodes)];
        for (int row = 0; row < rows.Length; row++)
        {
            // Closer than all but the rarest pairs, springs are at least as stiff as where there are some.
            double[] support = [.. Enumerable.Range(row * Nodes, Nodes).Select(node => _gram[(node * _unknowns) + node])];
            int known = Array.FindIndex(support, value => value >= Rare * support.Max());
            Array.Fill(rows[row], rows[row][known], 0, known);
        }

        double least = Negligible * values.Max(Math.Abs);
        int kept = 1 + Enumerable.Range(0, Nodes).Last(node => node == 0 || rows.Any(row => Math.Abs(row[node]) >= least));
        return new PairStiffness(_first, _spacing, [.. rows.Select(row => row[..kept])]);
    }

    private static double Product(double[] a, double[] b, double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * a[i] * b[i];
        }

        return sum;
    }

    // What a unit of k at one node, for one pair of kinds, makes of a direction.
    private void FillColumns(
        NeighborList list, long[] species, double[] displacements, double[] direction, double step, double[][] columns)
    {
        foreach (double[] column in columns)
        {
            Array.Clear(column);
        }

        int d = list.Dimension;
        int edges = list.Neighbors.Length;
        Span<double> r = stackalloc double[d];
        for (int e = 0; e < edges; e++)
        {
            int i = e / list.Capacity;
            int j = (int)list.Neighbors[e];
            double square = 0;
            double along = 0;
            for (int c = 0; c < d; c++)
            {
                r[c] = list.Shifts[(c * edges) + e] + displacements[(j * d) + c] - displacements[(i * d) + c];
                square += r[c] * r[c];
                along += r[c] * (direction[(j * d) + c] - direction[(i * d) + c]);
            }

            double place = Math.Max(0, (Math.Sqrt(square) - _first) / _spacing);
            int node = (int)place;
            if (i == j || node >= Nodes)
            {
                continue;
            }

            int row = PairStiffness.Pair((int)species[i], (int)species[j], _kinds) * Nodes;
            for (int next = 0; next < 2 && node + next < Nodes; next++)
            {
                double share = step * along / square * (next == 0 ? 1 - (place - node) : place - node);
                for (int c = 0; c < d; c++)
                {
                    columns[row + node + next][(i * d) + c] += share * r[c];
                }
            }
        }
    }
}

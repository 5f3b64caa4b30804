using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>
/// What an edge i → j sees: invariants that enter a small network, and the angular basis β that its output multiplies.
/// Everything is a function of relative positions and relative velocities.
/// </summary>
/// <remarks>
/// β = cutoff · (1, û, harmonics of û of degree 2, ṽ, û(û·ṽ); where asked û·ṽ; where asked harmonics of degree 3), components first:
/// small last axes are slow. With û the direction to the neighbor and ṽ the relative velocity, saturated so that a rare fast pair stays
/// in the range that was trained. Under time reversal, at fixed positions, the groups with ṽ are odd, all others even.
/// </remarks>
internal sealed class EdgeGeometry
{
    // Softens directions and 1/d below a twentieth of a typical distance, where no training data are.
    private const double Softening = 0.05;

    // Relative velocities saturate smoothly where a pair moves by a typical distance in one step.
    private const double Saturation = 1;

    /// <summary>Computes them from the inputs of a model.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="scales">Constants of the training data.</param>
    /// <param name="graded">Whether features have to be even under time reversal at fixed positions.</param>
    /// <param name="times">
    /// Where on a straight path pairs are seen, as shares τ of a step: at r + τ h w, with w the relative velocity, bounded. One copy of the system for each; edges are ordered by
    /// particle, copy and neighbor.
    /// </param>
    public EdgeGeometry(Graph graph, ModelInputs inputs, NetworkOptions options, NetworkScales scales, bool graded, IReadOnlyList<double> times)
    {
        int dimension = options.Dimension;
        Dimension particles = times.Count * Export.Dimension.Particles;
        var perEdge = new Shape(dimension, Export.Dimension.Particles * Export.Dimension.Neighbors);
        Value positions = graph.Multiply(1 / scales.Length, Relative(inputs.Positions));
        Value shifts = graph.Multiply(1 / scales.Length, inputs.Shifts);
        Value r = graph.Reshape(graph.Add(shifts, positions), perEdge);

        Value velocities = graph.Divide(
            graph.Multiply(1 / scales.Velocity, inputs.Momenta),
            graph.Reshape(inputs.Masses, new Shape(Export.Dimension.Particles, 1)));
        Value w = graph.Reshape(Relative(velocities), perEdge);
        Value speed = Squared(w);
        Value saturating = graph.Multiply(w, graph.Reciprocal(graph.Sqrt(
            graph.Add(graph.Constant(1), graph.Multiply(1 / (Saturation * Saturation), speed)))));
        Value v = Copies(_ => saturating);

        // Never longer than the way, which the cutoff is shorter by: no pair that the neighbor list left out comes within reach.
        double unit = scales.TimeStep * scales.Velocity;
        double way = times.Max(Math.Abs) * unit;
        if (way > 0)
        {
            Value bounded = graph.Multiply(w, graph.Reciprocal(graph.Sqrt(graph.Sqrt(graph.Add(graph.Constant(1), graph.Square(speed))))));
            Value middle = r;
            r = Copies(time => graph.Add(middle, graph.Multiply(time * unit / scales.Length, bounded)));
        }

        Value squared = Squared(r);
        Value softened = graph.Sqrt(graph.Add(squared, graph.Constant(Softening * Softening)));
        Value inverse = graph.Reciprocal(softened);
        Value direction = graph.Multiply(r, inverse);
        Value radial = graph.ReduceSum(graph.Multiply(direction, v), 0);
        Value saturated = Squared(v);

        // Distances from zero to infinity, or from the closest pair to the cutoff, become 0 to 1.
        Value t;
        Value? cutoff = null;
        if (options.Cutoff is { } distance)
        {
            double reduced = (distance - way) / scales.Length;
            double closest = scales.ClosestDistance / scales.Length;
            if (way > 0 && reduced <= closest)
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Between the closest pair of the training data, {scales.ClosestDistance:G3}, and the cutoff, {distance:G3}, there is no room for the {way:G3} that a fast pair moves on its way to a point of the path. Take a cutoff above {scales.ClosestDistance + way:G3}, or a shorter step."));
            }

            t = graph.Multiply(1 / (reduced - closest), graph.Subtract(softened, graph.Constant(closest)));
            cutoff = Cutoff(graph, graph.Multiply(1 / (reduced * reduced), squared));
        }
        else
        {
            t = graph.Multiply(softened, graph.Reciprocal(graph.Add(graph.Constant(1), softened)));
        }

        int count = options.RadialFunctions;
        double[] centers = [.. Enumerable.Range(0, count).Select(i => (i + 0.5) / count)];
        Value offset = graph.Subtract(t, graph.Constant(centers, count, 1));
        Value gaussians = graph.Exp(graph.Multiply(-0.5 * count * count / 1.5, graph.Square(offset)));
        if (options.SpeciesCount > 1)
        {
            // One product per pair: the adjoint of a broadcast one would be a sum over the first axis, which is slow.
            gaussians = graph.Concat(0, [.. KindPairs(graph, inputs, options.SpeciesCount).Select(pair => graph.Multiply(gaussians, Copies(_ => pair)))]);
        }

        List<Value> features = [gaussians, t, inverse, graph.Square(radial), saturated];
        if (!graded)
        {
            features.Add(radial);
        }

        Value one = graph.Expand(graph.Constant(1), inverse);
        Features = graph.Concat(0, [.. features, one]);
        FeatureCount = Features.Shape[0].Factor - 1;

        List<Value> groups = [one, direction, SphericalHarmonics.Second(graph, direction), v, graph.Multiply(direction, radial)];
        if (options.HasRates)
        {
            groups.Add(radial);
        }

        if (options.HarmonicDegree > 2)
        {
            groups.Add(SphericalHarmonics.Third(graph, direction));
        }

        Value basis = graph.Concat(0, [.. groups]);
        BasisSizes = [.. groups.Select(group => group.Shape[0].Factor)];
        int size = BasisSizes.Sum();
        var perParticle = new Shape(size, particles, Export.Dimension.Neighbors);
        Basis = graph.Reshape(cutoff is null ? basis : graph.Multiply(basis, cutoff), perParticle);

        // What each copy has, [·, N·K], one after the other for each particle: [·, N·copies·K].
        Value Copies(Func<double, Value> each)
        {
            Value[] parts = [.. times.Select(each)];
            Dimension rows = parts[0].Shape[0];
            var part = new Shape(rows, Export.Dimension.Particles, 1, Export.Dimension.Neighbors);
            Value all = graph.Concat(2, [.. parts.Select(value => graph.Reshape(value, part))]);
            return graph.Reshape(all, new Shape(rows, particles * Export.Dimension.Neighbors));
        }

        Value Squared(Value vectors) => graph.ReduceSum(graph.Square(vectors), 0);

        Value Relative(Value perParticleValue)
        {
            Value columns = graph.Transpose(perParticleValue, 1, 0);
            Value own = graph.Reshape(columns, new Shape(dimension, Export.Dimension.Particles, 1));
            return graph.Subtract(graph.GatherNeighbors(columns, inputs.Neighbors, inputs.Reverse, axis: 1), own);
        }
    }

    /// <summary>Invariants of each edge and a row of ones, [features + 1, copies·N·K]; even ones only where the network is graded.</summary>
    public Value Features { get; }

    /// <summary>The number of invariants.</summary>
    public int FeatureCount { get; }

    /// <summary>β, [B, copies·N, K].</summary>
    public Value Basis { get; }

    /// <summary>
    /// Components of the groups of β: scalar, vector, harmonics; odd vector, odd vector; where asked odd scalar; where asked, and last,
    /// harmonics of degree 3.
    /// </summary>
    public int[] BasisSizes { get; }

    /// <summary>
    /// (1 − x)⁴(1 + 4x + 10x² + 20x³) with x = d²/c²: flat at short distances, zero with three continuous derivatives at
    /// the cutoff c.
    /// </summary>
    private static Value Cutoff(Graph graph, Value x)
    {
        Value inside = graph.Relu(graph.Subtract(graph.Constant(1), x));
        Value rest = graph.Add(graph.Constant(10), graph.Multiply(20, x));
        rest = graph.Add(graph.Constant(4), graph.Multiply(x, rest));
        rest = graph.Add(graph.Constant(1), graph.Multiply(x, rest));
        return graph.Multiply(graph.Square(graph.Square(inside)), rest);
    }

    /// <summary>
    /// For each of the S(S + 1)/2 pairs of kinds: one where an edge's two ends are of these kinds, zero elsewhere, [1, N·K].
    /// Each pair has radial functions of its own: with common ones the error of Δp in GeTe is several times larger.
    /// </summary>
    private static List<Value> KindPairs(Graph graph, ModelInputs inputs, int kinds)
    {
        int[] ones = [.. Enumerable.Repeat(1, kinds)];
        Value near = graph.Transpose(graph.OneHot(inputs.Species, kinds), 1, 0);
        Value[] far = graph.Split(graph.GatherNeighbors(near, inputs.Neighbors, inputs.Reverse, axis: 1), 0, ones);
        Value[] own = graph.Split(graph.Reshape(near, new Shape(kinds, Export.Dimension.Particles, 1)), 0, ones);
        var pairs = new List<Value>();
        for (int a = 0; a < kinds; a++)
        {
            pairs.Add(graph.Multiply(own[a], far[a]));
            for (int b = a + 1; b < kinds; b++)
            {
                pairs.Add(graph.Add(graph.Multiply(own[a], far[b]), graph.Multiply(own[b], far[a])));
            }
        }

        Dimension edges = Export.Dimension.Particles * Export.Dimension.Neighbors;
        return [.. pairs.Select(pair => graph.Reshape(pair, new Shape(1, edges)))];
    }
}

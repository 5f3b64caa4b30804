using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// V = Σ k (r₀ − r)³/6w over pairs closer than r₀: a repulsion whose stiffness V″ grows evenly to k at r₀ − w. Two derivatives are continuous.
/// </summary>
/// <param name="cell">The periodic cell.</param>
/// <param name="count">Atoms.</param>
/// <param name="stiffness">k, in eV/Å².</param>
internal sealed class ShortRepulsion(Cell cell, int count, double stiffness) : IPotential
{
    /// <summary>r₀, in Å.</summary>
    public const double Range = 3.0;

    private const double Width = 0.6; // w, in Å

    private readonly PeriodicEdges _edges = new(cell, count, Range, 0.5);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        _edges.Update(positions);
        forces.Clear();
        double energy = 0;
        ReadOnlySpan<int> starts = _edges.RowStarts;
        ReadOnlySpan<int> ends = _edges.Neighbors;
        ReadOnlySpan<double> translations = _edges.Translations;
        Span<double> r = stackalloc double[3];
        for (int i = 0; i < count; i++)
        {
            for (int edge = starts[i]; edge < starts[i + 1]; edge++)
            {
                double square = 0;
                for (int d = 0; d < 3; d++)
                {
                    r[d] = positions[(3 * ends[edge]) + d] - positions[(3 * i) + d] + translations[(3 * edge) + d];
                    square += r[d] * r[d];
                }

                if (square >= Range * Range)
                {
                    continue;
                }

                // Each pair comes twice, once from either side.
                double distance = Math.Sqrt(square);
                double depth = Range - distance;
                energy += 0.5 * stiffness * depth * depth * depth / (6 * Width);
                for (int d = 0; d < 3; d++)
                {
                    forces[(3 * i) + d] -= stiffness * depth * depth / (2 * Width) * r[d] / distance;
                }
            }
        }

        return energy;
    }

    /// <summary>p → p + duration·F(q), in place.</summary>
    public void Kick(PhasePoint state, double duration)
    {
        var forces = new double[state.Positions.Length];
        Evaluate(state.Positions, forces);
        for (int i = 0; i < forces.Length; i++)
        {
            state.Momenta[i] += duration * forces[i];
        }
    }
}

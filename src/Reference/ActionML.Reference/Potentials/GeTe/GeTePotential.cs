using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>
/// The bond-order potential for Ge–Te of F. Zipoli and A. Curioni, New J. Phys. 15, 123006 (2013): liquid, glass and
/// crystal of germanium telluride, with analytic forces and virial, at a cost linear in N.
/// </summary>
/// <remarks>
/// <para>
/// V = Σᵢ Σ_{j≠i} ½ f(rᵢⱼ) [A e^{−λr} − B bᵢⱼ e^{−μr}] + Σᵢ [c₁ Dᵢ + c₂ min(Dᵢ², Zcut²)], over all images j within
/// the cutoff, with the bond order bᵢⱼ = (1 + (βζᵢⱼ)ⁿ)^{−1/2n},
/// ζᵢⱼ = Σ_{k≠i,j} f(rᵢₖ) e^{μᵢⱼrᵢⱼ − μᵢₖrᵢₖ} t(θⱼᵢₖ), t = 1 + c²/d² − c²/(d² + (h − g(θ))²),
/// g = cos(π(θ − θ₀)/(π − θ₀)); the excess coordination Dᵢ = s(Σⱼ bᵢⱼ f(rᵢⱼ) − z₀), s a staircase of smooth steps;
/// f falls from 1 at R to 0 at S as a half cosine. Energies of free atoms (E₀) are left out.
/// </para>
/// <para>
/// The cutoff and the staircase are continuous in the first derivative only. The result is a function of the positions
/// alone, bit for bit: sums run in the order of the atoms, whenever the neighbor list was built. So a resumed
/// trajectory is the uninterrupted one. eV and Å. Not thread-safe: one per thread.
/// </para>
/// </remarks>
public sealed class GeTePotential : IPotential
{
    /// <summary>The distance from which two atoms do not feel each other, in Å.</summary>
    public const double Cutoff = GeTeParameters.Cutoff;

    private const double LargestCoordinate = 1e8;

    private readonly int[] _kinds;
    private readonly PeriodicEdges _edges;
    private readonly BondOrderAtom _atom = new();
    private readonly double[] _virial = new double[9];

    /// <summary>Creates the potential of N atoms in a cell.</summary>
    /// <param name="cell">The periodic cell, in Å. It may be small: an atom then sees several images.</param>
    /// <param name="kinds"><c>Ge</c> or <c>Te</c> for each atom, [N].</param>
    /// <param name="skin">What the neighbor list reaches beyond the cutoff, in Å. Changes the speed only.</param>
    /// <exception cref="DataException">A kind is neither Ge nor Te, or the cell is smaller than a tenth of the cutoff.</exception>
    /// <exception cref="UsageException">The skin is negative.</exception>
    public GeTePotential(Cell cell, IReadOnlyList<string> kinds, double skin = 0.8)
    {
        _kinds = new int[kinds.Count];
        for (int i = 0; i < kinds.Count; i++)
        {
            _kinds[i] = kinds[i] switch
            {
                "Ge" => 0,
                "Te" => 1,
                _ => throw new DataException($"Atom {i + 1} is '{kinds[i]}'; this potential is for Ge and Te only."),
            };
        }

        _edges = new PeriodicEdges(cell, kinds.Count, Cutoff, skin);
    }

    /// <summary>The periodic cell.</summary>
    public Cell Cell => _edges.Cell;

    /// <summary>The neighbor list, for its statistics.</summary>
    public PeriodicEdges Edges => _edges;

    /// <summary>
    /// The virial W = −∂V/∂ε of the last evaluation, [3, 3], in eV, for a strain r → (1 + ε) r of positions and cell:
    /// the pressure is (2·kinetic energy + trace W)/(3·volume). Symmetric.
    /// </summary>
    public ReadOnlySpan<double> Virial => _virial;

    /// <inheritdoc/>
    /// <remarks>Positions that are not finite give NaN, which a stepper rejects.</remarks>
    /// <exception cref="ArgumentException">A span has not 3N elements.</exception>
    /// <exception cref="DataException">Two atoms are closer than <see cref="PeriodicEdges.SmallestDistance"/>.</exception>
    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        if (positions.Length != 3 * _kinds.Length || forces.Length != positions.Length)
        {
            throw new ArgumentException(
                $"Found {positions.Length} position and {forces.Length} force components; {_kinds.Length} atoms have {3 * _kinds.Length}.");
        }

        foreach (double coordinate in positions)
        {
            if (!(Math.Abs(coordinate) <= LargestCoordinate))
            {
                forces.Fill(double.NaN);
                _virial.AsSpan().Fill(double.NaN);
                return double.NaN;
            }
        }

        if (_edges.Update(positions))
        {
            _atom.Reserve(_edges.LongestRow);
        }

        forces.Clear();
        _virial.AsSpan().Clear();
        double energy = 0;
        for (int i = 0; i < _kinds.Length; i++)
        {
            _atom.Gather(i, positions, _kinds, _edges);
            energy += _atom.Evaluate();
            _atom.Scatter(i, forces, _virial);
        }

        return energy;
    }
}

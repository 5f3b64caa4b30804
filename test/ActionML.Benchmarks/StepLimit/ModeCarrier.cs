using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>Which atoms carry a mode.</summary>
/// <param name="Atom">The atom with the largest share.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Share">Its share of the mode.</param>
/// <param name="Partner">Its nearest neighbor.</param>
/// <param name="PartnerKind">The neighbor's kind.</param>
/// <param name="PartnerShare">The neighbor's share.</param>
/// <param name="Distance">Between the two, in Å.</param>
/// <param name="Neighbors">Atoms within 3.2 Å of the first one.</param>
/// <param name="Atoms">Participation number 1/Σw², as many atoms carry it.</param>
internal sealed record ModeCarrier(
    int Atom, string Kind, double Share, int Partner, string PartnerKind, double PartnerShare, double Distance, int Neighbors, double Atoms)
{
    private const double BondLength = 3.2;

    /// <summary>Finds them.</summary>
    /// <param name="weights">Shares per coordinate, [N·D] or, of q and p, [2·N·D].</param>
    /// <param name="system">Kinds.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="positions">Where, [N, D].</param>
    public static ModeCarrier Of(double[] weights, ParticleSystem system, Cell cell, double[] positions)
    {
        var shares = new double[system.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            shares[i % system.Coordinates / system.Dimension] += weights[i];
        }

        int atom = Array.IndexOf(shares, shares.Max());
        (int partner, double distance, int neighbors) = Nearest(atom, cell, positions);
        return new ModeCarrier(
            atom, system.Kinds[atom], shares[atom], partner, system.Kinds[partner], shares[partner], distance, neighbors, 1 / shares.Sum(w => w * w));
    }

    /// <summary>The nearest neighbor of an atom, its distance, and how many are within a bond's length.</summary>
    public static (int Partner, double Distance, int Neighbors) Nearest(int atom, Cell cell, double[] positions)
    {
        (int partner, double closest, int neighbors) = (-1, double.PositiveInfinity, 0);
        Span<double> r = stackalloc double[3];
        for (int j = 0; 3 * j < positions.Length; j++)
        {
            if (j == atom)
            {
                continue;
            }

            for (int d = 0; d < 3; d++)
            {
                r[d] = positions[(3 * j) + d] - positions[(3 * atom) + d];
            }

            cell.MinimumImage(r);
            double distance = Math.Sqrt((r[0] * r[0]) + (r[1] * r[1]) + (r[2] * r[2]));
            neighbors += distance < BondLength ? 1 : 0;
            (partner, closest) = distance < closest ? (j, distance) : (partner, closest);
        }

        return (partner, closest, neighbors);
    }

    /// <summary>The closest pair of all.</summary>
    public static (int Atom, int Partner, double Distance) ClosestPair(Cell cell, double[] positions)
    {
        (int atom, int partner, double closest) = (-1, -1, double.PositiveInfinity);
        for (int i = 0; 3 * i < positions.Length; i++)
        {
            (int j, double distance, _) = Nearest(i, cell, positions);
            (atom, partner, closest) = distance < closest ? (i, j, distance) : (atom, partner, closest);
        }

        return (atom, partner, closest);
    }
}

using ActionML.Runtime;

namespace ActionML.Samples.GeTeQuench;

/// <summary>A crystal to start from.</summary>
internal static class Crystal
{
    private const double Edge = 6.02; // of the cubic cell of GeTe at high temperature, in Å
    private const double GeMass = 72.63;
    private const double TeMass = 127.6;

    /// <summary>Rock salt at rest, side³ cubic cells of 8 atoms.</summary>
    public static Frame RockSalt(int side)
    {
        int sites = 2 * side; // along each edge
        int count = sites * sites * sites;
        var kinds = new string[count];
        var masses = new double[count];
        var state = new PhasePoint(count, 3);
        for (int i = 0; i < count; i++)
        {
            int x = i % sites, y = i / sites % sites, z = i / (sites * sites);
            bool isGe = (x + y + z) % 2 == 0;
            kinds[i] = isGe ? "Ge" : "Te";
            masses[i] = isGe ? GeMass : TeMass;
            state.Positions[3 * i] = x * Edge / 2;
            state.Positions[(3 * i) + 1] = y * Edge / 2;
            state.Positions[(3 * i) + 2] = z * Edge / 2;
        }

        return new Frame(
            "gete", 0, 0, new ParticleSystem(3, UnitSystem.Atomistic, kinds, masses), state, [.. Cell.Cubic(side * Edge).Vectors]);
    }
}

using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>Initial states of three gravitating bodies with G = 1. All have their center of mass at rest at the origin.</summary>
public static class ThreeBodyStates
{
    /// <summary>
    /// Period of the figure-eight orbit for unit masses and G = 1. Figures of the orbit: general knowledge (Chenciner
    /// and Montgomery, arXiv math/0011268; Simó's digits), as in test/data/three_body_setup.json.
    /// </summary>
    public const double FigureEightPeriod = 6.32591398;

    /// <summary>The kind of every body.</summary>
    public const string Kind = "Body";

    /// <summary>Smallest and largest radius r of the HNN recipe.</summary>
    public const double HnnRadiusMinimum = 0.9, HnnRadiusMaximum = 1.2;

    /// <summary>The HNN recipe multiplies each velocity component by 1 + this·U[−1, 1].</summary>
    public const double HnnVelocityNoise = 0.2;

    private const double X1 = 0.97000436, Y1 = -0.24308753, Vx3 = -0.93240737, Vy3 = -0.86473146;

    /// <summary>Three bodies of unit mass.</summary>
    /// <param name="dimension">Spatial dimension D, 2 or 3.</param>
    public static ParticleSystem UnitMasses(int dimension = 2) => WithMasses([1, 1, 1], dimension);

    /// <summary>Three bodies of the given masses.</summary>
    /// <param name="masses">Masses, [3].</param>
    /// <param name="dimension">Spatial dimension D, 2 or 3.</param>
    /// <exception cref="DataException">There are not three positive masses.</exception>
    public static ParticleSystem WithMasses(ReadOnlySpan<double> masses, int dimension = 2)
    {
        if (masses.Length != 3)
        {
            throw new DataException($"Found {masses.Length} masses; three bodies have three.");
        }

        return new ParticleSystem(dimension, UnitSystem.Dimensionless, [Kind, Kind, Kind], masses);
    }

    /// <summary>Three bodies with masses drawn independently from U[minimum, maximum].</summary>
    public static ParticleSystem RandomMasses(Random random, double minimum, double maximum, int dimension = 2)
    {
        Span<double> masses = stackalloc double[3];
        foreach (ref double mass in masses)
        {
            mass = minimum + ((maximum - minimum) * random.NextDouble());
        }

        return WithMasses(masses, dimension);
    }

    /// <summary>
    /// The start of the figure-eight orbit, unit masses: q₁ = −q₂ = (0.97000436, −0.24308753), q₃ = 0,
    /// v₁ = v₂ = −v₃/2, v₃ = (−0.93240737, −0.86473146). It returns after <see cref="FigureEightPeriod"/>.
    /// </summary>
    /// <param name="dimension">2, or 3 with z = 0.</param>
    public static PhasePoint FigureEight(int dimension = 2)
    {
        var state = new PhasePoint(3, dimension);
        Place(state, 0, X1, Y1, -Vx3 / 2, -Vy3 / 2);
        Place(state, 1, -X1, -Y1, -Vx3 / 2, -Vy3 / 2);
        Place(state, 2, 0, 0, Vx3, Vy3);
        return state;
    }

    /// <summary>
    /// A state near the figure-eight: a random time on the orbit, a random perturbation of every component, a random
    /// rotation. Other than unit masses keep positions and velocities, so they are states of the same region on
    /// other orbits.
    /// </summary>
    /// <param name="random">The only source of chance.</param>
    /// <param name="spread">Width of the perturbation.</param>
    /// <param name="system">Masses; null for unit masses in the plane.</param>
    public static (ParticleSystem System, PhasePoint State) FigureEightNeighborhood(
        Random random, PhaseSpread spread, ParticleSystem? system = null)
    {
        system ??= UnitMasses();
        int dimension = system.Dimension;
        ParticleSystem unit = UnitMasses(dimension);
        PhasePoint state = FigureEight(dimension);
        var integrator = new AccurateIntegrator(unit, new GravityPotential(dimension, unit.Masses));
        integrator.Advance(state, random.NextDouble() * FigureEightPeriod);

        double width = spread.Draw(random);
        for (int i = 0; i < state.Positions.Length; i++)
        {
            double mass = system.Masses[i / dimension];
            state.Positions[i] += width * RandomRotation.NextGaussian(random);
            state.Momenta[i] = mass * (state.Momenta[i] + (width * RandomRotation.NextGaussian(random)));
        }

        RandomRotation.Apply(random, state);
        CenterOfMass.Remove(system, state);
        return (system, state);
    }

    /// <summary>
    /// The HNN recipe: the corners of an equilateral triangle at r ~ U[0.9, 1.2] from its center, randomly rotated,
    /// on circular orbits, each velocity component multiplied by 1 + 0.2·U[−1, 1].
    /// </summary>
    /// <remarks>
    /// Source: github greydanus/hamiltonian-nn, experiment-3body/data.py, the recipe in words. There the speed is
    /// √(sin 60°/(2 cos² 30°))/√r for unit masses; here it is ω times the distance from the center of mass with
    /// ω² = G·Σm/(√3·r)³, Lagrange's solution for any masses, which is the same for unit masses. The recipe leaves a
    /// small total momentum, which is removed here: a constant drift that changes nothing else.
    /// </remarks>
    /// <param name="random">The only source of chance.</param>
    /// <param name="system">Masses; null for unit masses in the plane.</param>
    public static (ParticleSystem System, PhasePoint State) HnnTriangle(Random random, ParticleSystem? system = null)
    {
        system ??= UnitMasses();
        double radius = HnnRadiusMinimum + ((HnnRadiusMaximum - HnnRadiusMinimum) * random.NextDouble());
        double start = 2 * Math.PI * random.NextDouble();
        var state = new PhasePoint(3, system.Dimension);
        for (int i = 0; i < 3; i++)
        {
            (double sin, double cos) = Math.SinCos(start + (2 * Math.PI * i / 3));
            Place(state, i, radius * cos, radius * sin, 0, 0);
        }

        CenterOfMass.Remove(system, state);
        double angularVelocity = Math.Sqrt(system.TotalMass / Math.Pow(Math.Sqrt(3) * radius, 3));
        for (int i = 0; i < 3; i++)
        {
            int at = i * system.Dimension;
            double speed = angularVelocity * system.Masses[i];
            state.Momenta[at] = -speed * state.Positions[at + 1] * Noise(random);
            state.Momenta[at + 1] = speed * state.Positions[at] * Noise(random);
        }

        if (system.Dimension == 3)
        {
            RandomRotation.Apply(random, state); // in the plane the starting angle has done it
        }

        CenterOfMass.Remove(system, state);
        return (system, state);
    }

    private static double Noise(Random random) => 1 + (HnnVelocityNoise * ((2 * random.NextDouble()) - 1));

    private static void Place(PhasePoint state, int body, double x, double y, double px, double py)
    {
        int at = body * state.Dimension;
        state.Positions[at] = x;
        state.Positions[at + 1] = y;
        state.Momenta[at] = px;
        state.Momenta[at + 1] = py;
    }
}

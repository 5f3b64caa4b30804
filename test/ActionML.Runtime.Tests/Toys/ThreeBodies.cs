namespace ActionML.Runtime.Tests;

/// <summary>Three equal bodies in the plane, on the figure eight of Chenciner and Montgomery.</summary>
internal static class ThreeBodies
{
    public const double Period = 6.32591398;

    public static ParticleSystem System { get; } = new(2, UnitSystem.Dimensionless, ["Body", "Body", "Body"], [1, 1, 1]);

    public static PhasePoint FigureEight() => new(
        3,
        2,
        [0.97000436, -0.24308753, -0.97000436, 0.24308753, 0, 0],
        [0.466203685, 0.43236573, 0.466203685, 0.43236573, -0.93240737, -0.86473146]);
}

namespace ActionML.Benchmarks;

/// <summary>Which cases are run.</summary>
internal static class GeTePlan
{
    private static readonly string[] All = ["reference", "action", "direct", "verlet_same_step"];
    private static readonly string[] Quenched = ["reference", "action", "direct"];

    /// <summary>Seeds of every integrator's quench. The reference has more, as they cost seconds and five glasses say little of what is usual.</summary>
    public const int FirstSeeds = 5;

    /// <summary>Everything that docs/benchmarks.md shows.</summary>
    /// <remarks>The first two starts of every condition come first, so that the table is early complete in breadth.</remarks>
    public static IReadOnlyList<GeTeCase> Full { get; } =
    [
        .. ((IEnumerable<GeTeCase>)[
            .. Liquid("gete", 216, 0.5, 800, true, 4, 100),
            .. Liquid("gete", 216, 0.5, 1000, true, 4, 100),
            .. Liquid("gete", 216, 0.5, 600, true, 4, 100),
            .. Quench(Quenched, 1, FirstSeeds, 100),
            .. Liquid("gete", 216, 0.5, 700, false, 4, 100),
            .. Liquid("gete", 216, 0.5, 900, false, 4, 100),
            .. Liquid("gete", 216, 0.4, 800, false, 4, 100),
            .. Liquid("gete", 216, 0.6, 800, false, 4, 100),
            .. Liquid("gete", 1728, 0.5, 800, false, 1, 100),
        ]).OrderBy(run => (run.Start - 1) / 2),
        .. Included(0.4),
        .. Included(0.6),
        .. Quench(["reference"], FirstSeeds + 1, 10, 100),
    ];

    /// <summary>One temperature, short runs, and as many starts as it takes for two errors of the diffusion to be smaller than its bound of 15 %.</summary>
    public static IReadOnlyList<GeTeCase> Quick { get; } = [.. Liquid("gete", 216, 0.5, 800, true, 6, 30)];

    private static IEnumerable<GeTeCase> Liquid(string system, int atoms, double composition, double kelvin, bool trained, int starts, double picoseconds) =>
        All.SelectMany(integrator => Enumerable.Range(1, starts).Select(start =>
            new GeTeCase(system, atoms, composition, kelvin, trained, IsQuench: false, start, integrator, picoseconds)));

    // The same starts and references, by the model that has seen these compositions.
    private static IEnumerable<GeTeCase> Included(double composition) =>
        Liquid("gete", 216, composition, 800, true, 4, 100).Where(run => run.Integrator == "action");

    private static IEnumerable<GeTeCase> Quench(string[] integrators, int first, int seeds, double picoseconds) =>
        integrators.SelectMany(integrator => Enumerable.Range(first, seeds).Select(seed =>
            new GeTeCase("gete-quench", 216, 0.5, 1000, IsTrainedOn: true, IsQuench: true, seed, integrator, picoseconds)));
}

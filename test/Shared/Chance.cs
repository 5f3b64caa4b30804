using System.Globalization;

namespace ActionML.Testing;

/// <summary>Random numbers whose seed is printed, so that a failure can be repeated with ACTIONML_TEST_SEED.</summary>
internal static class Chance
{
    /// <param name="context">Receives the seed.</param>
    /// <param name="usual">The seed where none is asked for; null for another one in each run.</param>
    public static Random New(TestContext context, int? usual = null)
    {
        string? given = Environment.GetEnvironmentVariable("ACTIONML_TEST_SEED");
        int seed = given is null ? usual ?? Random.Shared.Next(1 << 24) : int.Parse(given, CultureInfo.InvariantCulture);
        context.WriteLine($"seed {seed} (repeat with ACTIONML_TEST_SEED={seed})");
        return new Random(seed);
    }

    /// <summary>A number between two others.</summary>
    public static double Between(this Random random, double minimum, double maximum) =>
        minimum + ((maximum - minimum) * random.NextDouble());

    /// <summary>A number of the standard normal distribution.</summary>
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Many of them.</summary>
    public static double[] Normals(this Random random, int count, double scale = 1) =>
        [.. Enumerable.Range(0, count).Select(_ => scale * random.Normal())];
}

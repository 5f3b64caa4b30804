namespace ActionML.Reference.Tests;

/// <summary>Random numbers whose seed is printed, so that a failure can be repeated.</summary>
internal static class Chance
{
    public static Random New(TestContext context, int? seed = null)
    {
        int value = seed ?? Environment.TickCount & 0xFFFFFF;
        context.WriteLine($"seed {value}");
        return new Random(value);
    }
}

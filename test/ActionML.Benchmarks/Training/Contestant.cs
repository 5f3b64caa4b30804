namespace ActionML.Benchmarks;

/// <summary>Somebody who works when asked to, in a fixed arrangement of threads.</summary>
internal abstract class Contestant(string program, int workers, int threads)
{
    /// <summary>What works.</summary>
    public string Program { get; } = program;

    /// <summary>Copies that work beside each other.</summary>
    public int Workers { get; } = workers;

    /// <summary>Threads of each copy.</summary>
    public int Threads { get; } = threads;

    /// <summary>Works for about this long.</summary>
    public abstract Pace Run(double seconds);
}

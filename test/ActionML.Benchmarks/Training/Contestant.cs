namespace ActionML.Benchmarks;

/// <summary>Somebody who trains when asked to, in a fixed arrangement of threads.</summary>
internal abstract class Contestant(string program, int workers, int threads)
{
    /// <summary>What trains.</summary>
    public string Program { get; } = program;

    /// <summary>Copies that train beside each other.</summary>
    public int Workers { get; } = workers;

    /// <summary>Threads of each copy.</summary>
    public int Threads { get; } = threads;

    /// <summary>Trains for about this long.</summary>
    public abstract Pace Run(double seconds);
}

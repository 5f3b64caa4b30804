namespace ActionML.Benchmarks;

/// <summary>Somebody who trains when asked to, in a fixed arrangement of threads.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>What the table says.</summary>
    string Name { get; }

    /// <summary>Trains for about this long and returns steps per second, those of all workers together.</summary>
    double Run(double seconds);
}

namespace ActionML.Cli;

/// <summary>Replicas, run as <c>actionml run --replicas</c> runs them.</summary>
internal sealed record BenchReplicas
{
    /// <summary>How many.</summary>
    public int Count { get; init; }

    /// <summary>Replicas whose evaluations are made as one.</summary>
    public int Group { get; init; }

    /// <summary>Threads that make steps; in groups each replica has its own, which mostly waits.</summary>
    public int Threads { get; init; }

    /// <summary>Median time of a step of one of them.</summary>
    public double StepMs { get; init; }

    /// <summary>The same over that of a single run, solved where it is faster.</summary>
    public double OverSingle { get; init; }

    /// <summary>Simulated time of all of them per time, in the result's unit.</summary>
    public double Speed { get; init; }

    /// <summary>Evaluations of the gradient per step.</summary>
    public double EvaluationsPerStep { get; init; }
}

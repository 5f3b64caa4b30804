namespace ActionML.Export;

/// <summary>One loop of a <see cref="ChunkPlan"/>.</summary>
internal sealed class ChunkLoop(int stage)
{
    /// <summary>Its place, from 1.</summary>
    public int Stage => stage;

    /// <summary>Inputs, and values that all particles have before the first loop.</summary>
    public HashSet<Value> Outside { get; } = [];

    /// <summary>Values that earlier loops left chunk by chunk.</summary>
    public HashSet<Value> Chunked { get; } = [];

    /// <summary>What gathers values of other particles.</summary>
    public HashSet<Node> Gathers { get; } = [];

    /// <summary>Results that later loops read chunk by chunk.</summary>
    public HashSet<Value> Stacked { get; } = [];

    /// <summary>Results that later loops gather, and outputs of the graph: needed for all particles.</summary>
    public HashSet<Value> Whole { get; } = [];
}

using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Opens toy models and counts what is done with them.</summary>
internal sealed class ToySource(ModelManifest manifest) : IModelSource
{
    /// <summary>Instances opened and not yet disposed.</summary>
    public int Open;

    /// <summary>Instances opened at all.</summary>
    public int Opened;

    /// <summary>Evaluations of all instances.</summary>
    public int Evaluations;

    public ModelManifest Manifest => manifest;

    /// <summary>Called by every evaluation.</summary>
    public Action? OnEvaluate { get; init; }

    /// <summary>Whether making the files fails.</summary>
    public bool FilesFail { get; init; }

    public IReadOnlyDictionary<string, byte[]> Files =>
        FilesFail ? throw new IOException("as asked") : new Dictionary<string, byte[]>();

    IDynamicsModel IModelSource.Open()
    {
        Interlocked.Increment(ref Open);
        Interlocked.Increment(ref Opened);
        return new ToyModel(this);
    }
}

using System.Collections.Concurrent;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Samples.Server;

/// <summary>
/// The instances of one model, opened once. One instance serves one simulation at a time, so their number is also the
/// limit on simulations at the same time.
/// </summary>
internal sealed class Models : IDisposable
{
    private readonly ConcurrentBag<OnnxActionModel> _idle = [];

    /// <summary>Opens a model directory.</summary>
    /// <exception cref="ActionMLException">There is no action model in it, or one that this version cannot run.</exception>
    public Models(string directory, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _idle.Add(OnnxActionModel.Load(directory));
        }

        Manifest = _idle.First().Manifest;
    }

    /// <summary>What the model is for.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>An instance, or null when all are at work.</summary>
    public OnnxActionModel? TryRent() => _idle.TryTake(out OnnxActionModel? model) ? model : null;

    /// <summary>Gives an instance back.</summary>
    public void Return(OnnxActionModel model) => _idle.Add(model);

    /// <summary>Frees the instances.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out OnnxActionModel? model))
        {
            model.Dispose();
        }
    }
}

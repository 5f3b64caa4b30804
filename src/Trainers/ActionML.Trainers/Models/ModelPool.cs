using System.Collections.Concurrent;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Open instances of a model. One instance serves one thread at a time, and opening one takes milliseconds.</summary>
internal sealed class ModelPool(IModelSource source) : IDisposable
{
    private readonly ConcurrentBag<IDynamicsModel> _idle = [];
    private volatile bool _disposed;

    /// <summary>An instance that nobody else uses.</summary>
    public IDynamicsModel Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out IDynamicsModel? model) ? model : source.Open();
    }

    /// <summary>Gives an instance back.</summary>
    public void Return(IDynamicsModel model)
    {
        if (_disposed)
        {
            model.Dispose();
        }
        else
        {
            _idle.Add(model);
        }
    }

    /// <summary>Frees the idle instances; those in use are freed when they come back.</summary>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out IDynamicsModel? model))
        {
            model.Dispose();
        }
    }
}

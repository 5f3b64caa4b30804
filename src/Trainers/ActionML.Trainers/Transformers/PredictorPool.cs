using System.Collections.Concurrent;

namespace ActionML.Trainers;

/// <summary>Predictors with open models. One serves one thread at a time, and opening one takes milliseconds.</summary>
internal sealed class PredictorPool(Func<StepPredictor> create) : IDisposable
{
    private readonly ConcurrentBag<StepPredictor> _idle = [];
    private volatile bool _disposed;

    /// <summary>A predictor that nobody else uses.</summary>
    public StepPredictor Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out StepPredictor? predictor) ? predictor : create();
    }

    /// <summary>Gives a predictor back.</summary>
    public void Return(StepPredictor predictor)
    {
        _idle.Add(predictor);
        if (_disposed)
        {
            Clear();
        }
    }

    /// <summary>Frees the idle predictors; those in use are freed when they come back.</summary>
    public void Dispose()
    {
        _disposed = true;
        Clear();
    }

    private void Clear()
    {
        while (_idle.TryTake(out StepPredictor? predictor))
        {
            predictor.Dispose();
        }
    }
}

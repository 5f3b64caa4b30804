using System;

namespace TorchSharp;

/// <summary>
/// Disposes the tensors that its thread makes while it is the innermost scope. Each tensor knows its place here, so that
/// taking one out costs no search.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope _current;

    private readonly DisposeScope _outer;
    private torch.Tensor[] _tensors = new torch.Tensor[16];
    private int _count;
    private bool _disposed;

    internal DisposeScope()
    {
        _outer = Current;
        _current = this;
    }

    /// <summary>The innermost scope of the calling thread; null without one. Scopes may end in any order, and on any thread.</summary>
    internal static DisposeScope Current
    {
        get
        {
            while (_current is { _disposed: true })
            {
                _current = _current._outer;
            }

            return _current;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_count > 0)
        {
            // Disposing takes the tensor out; the last place costs least.
            _tensors[_count - 1].Dispose();
        }
    }

    internal int Add(torch.Tensor tensor)
    {
        if (_count == _tensors.Length)
        {
            Array.Resize(ref _tensors, 2 * _count);
        }

        _tensors[_count] = tensor;
        return _count++;
    }

    internal void RemoveAt(int place)
    {
        torch.Tensor last = _tensors[--_count];
        _tensors[place] = last;
        last.Place = place;
        _tensors[_count] = null;
    }
}

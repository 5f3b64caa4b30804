using System;

namespace TorchSharp;

/// <summary>
/// Disposes the tensors that its thread makes while it is the innermost scope. Each tensor knows its place here, so that
/// taking one out costs no search.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope s_current;

    private DisposeScope _outer;
    private torch.Tensor[] _tensors = new torch.Tensor[16];
    private int _count;
    private bool _disposed;

    internal DisposeScope()
    {
        _outer = s_current;
        s_current = this;
    }

    /// <summary>The innermost scope of the calling thread; null without one.</summary>
    internal static DisposeScope Current => s_current;

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        while (_count > 0)
        {
            // Disposing takes the tensor out; the last place costs least.
            _tensors[_count - 1].Dispose();
        }

        Unlink();
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

    // Scopes may end in any order: an outer one that ends first leaves the inner one in place.
    private void Unlink()
    {
        if (s_current == this)
        {
            s_current = _outer;
            return;
        }

        for (DisposeScope inner = s_current; inner is not null; inner = inner._outer)
        {
            if (inner._outer == this)
            {
                inner._outer = _outer;
                return;
            }
        }
    }
}

using System;
using System.Threading;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor of libtorch. It belongs to the dispose scope that was innermost when it was made; the garbage collector frees
    /// what was neither disposed nor in a scope. What works in place returns the tensor that it was called on.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;

        private nint _handle;
        private DisposeScope _scope;

        internal Tensor(nint handle)
        {
            _handle = handle;
            Interlocked.Increment(ref _totalCount);
            _scope = DisposeScope.Current;
            if (_scope is not null)
            {
                Place = _scope.Add(this);
            }
        }

        ~Tensor() => Free();

        /// <summary>How many tensors are not yet disposed.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>The index in the scope.</summary>
        internal int Place { get; set; }

        internal nint Handle => _handle == 0 ? throw new InvalidOperationException("Found a tensor that was disposed; detach it from its dispose scope or make it outside.") : _handle;

        public void Dispose()
        {
            DetachFromDisposeScope();
            Free();
            GC.SuppressFinalize(this);
        }

        /// <summary>Takes the tensor out of its dispose scope: it lives until it is disposed.</summary>
        public Tensor DetachFromDisposeScope()
        {
            _scope?.RemoveAt(Place);
            _scope = null;
            return this;
        }

        private void Free()
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                Native.ActionMLTorch_free(handle);
                Interlocked.Decrement(ref _totalCount);
            }
        }

        // The result of a native call. The operands stay alive until it is there: a finalizer may run as soon as a handle was read.
        private Tensor Made(nint handle)
        {
            GC.KeepAlive(this);
            return new Tensor(Native.Check(handle));
        }

        private Tensor Made(nint handle, Tensor other)
        {
            GC.KeepAlive(other);
            return Made(handle);
        }

        private Tensor Changed(byte succeeded)
        {
            GC.KeepAlive(this);
            Native.Check(succeeded);
            return this;
        }

        private Tensor Changed(byte succeeded, Tensor first, Tensor second = null)
        {
            GC.KeepAlive(first);
            GC.KeepAlive(second);
            return Changed(succeeded);
        }
    }
}

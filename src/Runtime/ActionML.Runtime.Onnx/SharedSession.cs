using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>A session with the number of models that use it; the last one closes it. Running it is thread-safe, and so is this.</summary>
internal sealed class SharedSession(InferenceSession session)
{
    private int _users = 1;

    public InferenceSession Session { get; } = session;

    /// <exception cref="ObjectDisposedException">The last user has gone.</exception>
    public SharedSession Use()
    {
        for (int users = _users; users > 0; users = _users)
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
            {
                return this;
            }
        }

        throw new ObjectDisposedException(nameof(OnnxModel));
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Session.Dispose();
        }
    }
}

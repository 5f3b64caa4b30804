using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>A session with the number of models that use it; the last one closes it. Running it is thread-safe, and so is this.</summary>
internal sealed class SharedSession(OpenedModel opened)
{
    private readonly MemoryGate _gate = new();
    private int _users = 1;

    public InferenceSession Session => opened.Session;

    public ModelManifest Manifest => opened.Manifest;

    /// <summary>Evaluations that may run at one time; null for as many as like.</summary>
    public int? MostAtOnce => _gate.Limit;

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

    /// <summary>Runs the session on what is bound.</summary>
    /// <param name="run">The run's options.</param>
    /// <param name="binding">Inputs and outputs.</param>
    /// <param name="particles">The number of particles, for messages.</param>
    /// <exception cref="DeviceException">The device failed, or has not enough memory even for this evaluation alone.</exception>
    public void Run(RunOptions run, OrtIoBinding binding, int particles)
    {
        while (true)
        {
            long entry = _gate.Enter();
            try
            {
                Session.RunWithBinding(run, binding);
                return;
            }
            catch (OnnxRuntimeException e) when (DeviceFailure.IsDevice(e))
            {
                if (!DeviceFailure.IsMemory(e) || opened.Options.OutOfMemory == OutOfMemoryPolicy.Throw || !_gate.TryHalve(entry))
                {
                    throw DeviceFailure.Of(e, opened.Options.ExecutionTarget, FormattableString.Invariant($"an evaluation for {particles} particles"));
                }
            }
            finally
            {
                _gate.Leave();
            }
        }
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Session.Dispose();
        }
    }
}

using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>A session with the number of models that use it; the last one closes it. Running it is thread-safe, and so is this.</summary>
internal sealed class SharedSession(OpenedModel opened)
{
    private readonly MemoryGate _gate = MemoryGate.Open(opened.Options.ExecutionTarget);
    private int _users = 1;

    public InferenceSession Session => opened.Session;

    public ModelManifest Manifest => opened.Manifest;

    public ExecutionTarget Target => opened.Options.ExecutionTarget;

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

    /// <summary>Lets an evaluator do its work on the device.</summary>
    /// <param name="evaluator">It may be asked again when memory was short.</param>
    /// <param name="particles">The number of particles, for messages.</param>
    /// <exception cref="DeviceException">The device failed, or has not enough memory even for this evaluation alone.</exception>
    public void Run(OnnxEvaluator evaluator, int particles)
    {
        while (true)
        {
            long entry = _gate.Enter();
            bool isDone = false;
            try
            {
                evaluator.Execute();
                isDone = true;
                return;
            }
            catch (OnnxRuntimeException e) when (DeviceFailure.IsDevice(e))
            {
                if (!DeviceFailure.IsMemory(e) || opened.Options.OutOfMemory == OutOfMemoryPolicy.Throw || !_gate.TryHalve(entry))
                {
                    throw DeviceFailure.Of(e, Target, FormattableString.Invariant($"an evaluation for {particles} particles"));
                }
            }
            finally
            {
                _gate.Leave(isDone);
            }

            // Those who wait go first, and give memory back at their end.
            Thread.Sleep(1);
        }
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _gate.Close(Target);
            Session.Dispose();
        }
    }
}

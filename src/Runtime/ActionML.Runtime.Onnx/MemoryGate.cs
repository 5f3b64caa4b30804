namespace ActionML.Runtime.Onnx;

/// <summary>
/// Lets the evaluations on one device in: all at once until its memory was too small for them, from then on half as many as
/// there were. All sessions of a device share it, as they share the memory.
/// </summary>
internal sealed class MemoryGate
{
    private static readonly Dictionary<ExecutionTarget, MemoryGate> Gates = [];

    private readonly object _lock = new();
    private int _sessions;
    private int _waiting;
    private int _inside;
    private int _fruitless;
    private long _entered;
    private int _limit = int.MaxValue;

    /// <summary>How many may be inside; null for as many as like.</summary>
    public int? Limit => Volatile.Read(ref _limit) is var limit && limit == int.MaxValue ? null : limit;

    /// <summary>The gate of a device, for one more session. It is forgotten with the last.</summary>
    public static MemoryGate Open(ExecutionTarget target)
    {
        lock (Gates)
        {
            if (!Gates.TryGetValue(target, out MemoryGate? gate))
            {
                Gates.Add(target, gate = new MemoryGate());
            }

            gate._sessions++;
            return gate;
        }
    }

    /// <summary>One session less.</summary>
    public void Close(ExecutionTarget target)
    {
        lock (Gates)
        {
            if (--_sessions == 0)
            {
                Gates.Remove(target);
            }
        }
    }

    /// <summary>Goes in, after others have left where there are too many.</summary>
    /// <returns>What <see cref="TryHalve"/> wants to know.</returns>
    public long Enter()
    {
        lock (_lock)
        {
            _waiting++;
            while (_inside >= _limit)
            {
                Monitor.Wait(_lock);
            }

            _waiting--;
            _inside++;
            _entered++;
            return _inside == 1 ? _entered : 0;
        }
    }

    /// <summary>Leaves.</summary>
    /// <param name="isDone">Whether the evaluation was made.</param>
    public void Leave(bool isDone)
    {
        lock (_lock)
        {
            _inside--;
            _fruitless = isDone ? 0 : _fruitless;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Halves the limit; called by one that is inside and found no memory.</summary>
    /// <param name="entry">What <see cref="Enter"/> gave it.</param>
    /// <returns>
    /// Whether it may find some next time: not where it was alone all the while and none waits who could give some back, or
    /// those who did have all failed as well.
    /// </returns>
    public bool TryHalve(long entry)
    {
        lock (_lock)
        {
            if (entry == _entered && (_waiting == 0 || ++_fruitless > 2 * (_waiting + 1)))
            {
                return false;
            }

            // More inside than may be: an earlier call has not had its effect yet.
            if (_inside <= _limit)
            {
                _limit = Math.Max(1, _inside / 2);
            }

            return true;
        }
    }
}

namespace ActionML.Runtime.Onnx;

/// <summary>
/// Lets evaluations of one session in, all at once until the device's memory was too small for them, from then on half as
/// many as there were.
/// </summary>
internal sealed class MemoryGate
{
    private readonly object _lock = new();
    private int _inside;
    private long _entered;
    private int _limit = int.MaxValue;

    /// <summary>How many may be inside; null for as many as like.</summary>
    public int? Limit => Volatile.Read(ref _limit) is var limit && limit == int.MaxValue ? null : limit;

    /// <summary>Goes in, after others have left where there are too many.</summary>
    /// <returns>What <see cref="TryHalve"/> wants to know.</returns>
    public long Enter()
    {
        lock (_lock)
        {
            while (_inside >= _limit)
            {
                Monitor.Wait(_lock);
            }

            _inside++;
            _entered++;
            return _inside == 1 ? _entered : 0;
        }
    }

    /// <summary>Leaves.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _inside--;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Halves the limit; called by one that is inside and found no memory.</summary>
    /// <param name="entry">What <see cref="Enter"/> gave it.</param>
    /// <returns>Whether it may find some next time; not where it was alone all the while.</returns>
    public bool TryHalve(long entry)
    {
        lock (_lock)
        {
            if (entry == _entered)
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

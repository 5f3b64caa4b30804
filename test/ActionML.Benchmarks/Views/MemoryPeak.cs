namespace ActionML.Benchmarks;

/// <summary>Watches what is live after each collection of the whole heap; the largest such figure is what a smaller heap could not hold.</summary>
internal sealed class MemoryPeak : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stop;
    private long _largest;

    public MemoryPeak()
    {
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    public long Stop()
    {
        _stop = true;
        _thread.Join();
        return _largest;
    }

    public void Dispose() => Stop();

    private void Watch()
    {
        while (!_stop)
        {
            _largest = Math.Max(_largest, GC.GetTotalMemory(forceFullCollection: true));
            Thread.Sleep(20);
        }
    }
}

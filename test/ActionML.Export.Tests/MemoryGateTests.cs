using System.Collections.Concurrent;
using ActionML.Runtime.Onnx;

namespace ActionML.Export.Tests;

/// <summary>Evaluations at one time, on a device whose memory holds so many of them.</summary>
[TestClass]
public sealed class MemoryGateTests
{
    [TestMethod]
    [DataRow(8, 3)]
    [DataRow(16, 16)]
    [DataRow(5, 1)]
    public void AllAreDoneHoweverFewFit(int threads, int fitting)
    {
        const int Evaluations = 40;
        var gate = new MemoryGate();
        var failures = new ConcurrentBag<Exception>();
        int held = 0;
        int done = 0;
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        Assert.IsEmpty(failures);
        Assert.AreEqual(threads * Evaluations, done);
        if (fitting >= threads)
        {
            Assert.IsNull(gate.Limit);
        }
        else if (gate.Limit is { } limit)
        {
            Assert.IsTrue(limit >= 1 && limit < threads, $"{limit}");
        }

        void Work()
        {
            try
            {
                for (int i = 0; i < Evaluations; i++)
                {
                    while (!TryEvaluate())
                    {
                    }
                }
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        bool TryEvaluate()
        {
            long entry = gate.Enter();
            bool isDone = false;
            try
            {
                if (Interlocked.Increment(ref held) > fitting)
                {
                    return gate.TryHalve(entry) ? false : throw new InvalidOperationException("One that was alone found no memory.");
                }

                Thread.Sleep(1);
                Interlocked.Increment(ref done);
                isDone = true;
                return true;
            }
            finally
            {
                Interlocked.Decrement(ref held);
                gate.Leave(isDone);
            }
        }
    }

    [TestMethod]
    public void OneAloneIsNotAskedToTryAgain()
    {
        var gate = new MemoryGate();
        long entry = gate.Enter();
        Assert.IsFalse(gate.TryHalve(entry));
        gate.Leave(isDone: false);
        Assert.IsNull(gate.Limit);
    }

    [TestMethod]
    public void WhereNoneFitsAllAreToldInTheEnd()
    {
        var gate = new MemoryGate();
        int gaveUp = 0;
        using var all = new Barrier(6);
        Thread[] workers = [.. Enumerable.Range(0, 6).Select(_ => new Thread(Work))];
        Array.ForEach(workers, worker => worker.Start());
        Assert.IsTrue(workers.All(worker => worker.Join(TimeSpan.FromSeconds(60))), "they try for ever");
        Assert.AreEqual(6, gaveUp);

        // Six were inside at one time; whether two ever are again is up to the threads.
        Assert.IsTrue(gate.Limit is >= 1 and <= 3, $"{gate.Limit}");

        void Work()
        {
            bool isFirst = true;
            bool again = true;
            while (again)
            {
                long entry = gate.Enter();
                if (isFirst)
                {
                    all.SignalAndWait();
                    isFirst = false;
                }

                Thread.Sleep(1);
                again = gate.TryHalve(entry);
                gate.Leave(isDone: false);
            }

            Interlocked.Increment(ref gaveUp);
        }
    }

    [TestMethod]
    public void SessionsOfADeviceShareAGateUntilTheLastIsClosed()
    {
        var target = ExecutionTarget.Cuda(998);
        MemoryGate first = MemoryGate.Open(target);
        Assert.AreSame(first, MemoryGate.Open(target));
        first.Close(target);
        Assert.AreSame(first, MemoryGate.Open(target));
        first.Close(target);
        first.Close(target);
        Assert.AreNotSame(first, MemoryGate.Open(target));
    }

    [TestMethod]
    public void FourThatFailTogetherHalveOnce()
    {
        var gate = new MemoryGate();
        long[] entries = [.. Enumerable.Range(0, 4).Select(_ => gate.Enter())];
        Assert.IsTrue(entries.All(gate.TryHalve));
        Assert.AreEqual(2, gate.Limit);
        gate.Leave(isDone: false);
        Assert.IsTrue(gate.TryHalve(entries[1]));
        Assert.AreEqual(2, gate.Limit, "three are still inside, more than may be");
        gate.Leave(isDone: false);
        Assert.IsTrue(gate.TryHalve(entries[2]));
        Assert.AreEqual(1, gate.Limit);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.TorchSharp.Tests;

/// <summary>Who frees a tensor, and what is said about misuse.</summary>
[TestClass]
public sealed class LifetimeTests : TorchTest
{
    [TestMethod]
    public void AScopeDisposesWhatWasMadeInIt()
    {
        long before = Tensor.TotalCount;
        Tensor outer = Of(Any(4), 4);
        Tensor inner;
        using (NewDisposeScope())
        {
            inner = outer.add(1).mul(2);
            Tensor[] parts = inner.split([1L, 3]);
            Assert.AreEqual(before + 5, Tensor.TotalCount);
        }

        Assert.AreEqual(before + 1, Tensor.TotalCount);
        Assert.ThrowsExactly<InvalidOperationException>(() => inner.neg());
        Assert.ThrowsExactly<InvalidOperationException>(() => outer.add(inner));
        HasShape(outer, 4);
    }

    [TestMethod]
    public void ATensorBelongsToTheInnermostScope()
    {
        Tensor x = Of(Any(4), 4);
        using (NewDisposeScope())
        {
            Tensor between = x.neg();
            DisposeScope inner = NewDisposeScope();
            Tensor within = between.neg();
            inner.Dispose();
            Assert.ThrowsExactly<InvalidOperationException>(() => within.shape);
            Tensor after = between.neg();
            HasShape(after, 4);
        }

        HasShape(x.neg(), 4);
    }

    [TestMethod]
    public void ADetachedTensorLivesOn()
    {
        long before = Tensor.TotalCount;
        double[] x = Any(3);
        Tensor kept;
        using (NewDisposeScope())
        {
            // In the middle of others, so that taking it out must not lose its neighbors.
            Tensor first = Of(x, 3);
            Tensor second = first.neg();
            Tensor third = first.exp();
            kept = second.DetachFromDisposeScope();
            Assert.AreSame(second, kept);
            third.Dispose();
            _ = first.sqrt();
        }

        Assert.AreEqual(before + 1, Tensor.TotalCount);
        Assert.AreEqual(-x[0], kept.narrow(0, 0, 1).ToDouble());
        kept.Dispose();
        kept.Dispose();
    }

    [TestMethod]
    public void TwoHundredBatchesLeaveNoTensor()
    {
        Tensor weights = Of(Any(64), 8, 8);
        long before = Tensor.TotalCount;
        for (int batch = 0; batch < 200; batch++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor output = Of(Any(16), 2, 8).matmul(weights).silu();
            weights.add_(output.t().matmul(output), 1e-9);
            output.sum([0L]).norm().ToDouble();
        }

        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void TheCollectorFreesWhatWasForgotten()
    {
        long before = Tensor.TotalCount;
        var forgetting = new Thread(Forget); // its thread has no scope, and its stack is gone
        forgetting.Start();
        forgetting.Join();
        for (int attempt = 0; attempt < 50 && Tensor.TotalCount > before; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void ScopesBelongToTheirThreads()
    {
        long before = Tensor.TotalCount;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            for (int batch = 0; batch < 50; batch++)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor x = Of([worker, batch], 2);
                Assert.AreEqual(worker + batch, x.add(x).sum().ToDouble() / 2);
            }
        });
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void BytesAreTheTensorsMemory()
    {
        Tensor tensor = zeros([3L], dtype: ScalarType.Float32);
        MemoryMarshal.Cast<byte, float>(tensor.bytes)[1] = 2.5f;
        CollectionAssert.AreEqual(new[] { 0, 2.5f, 0 }, Elements<float>(tensor));
        Assert.AreEqual(0, zeros([0L]).bytes.Length);
        Assert.AreEqual(12, zeros([3L]).bytes.Length, "the default is single precision");
    }

    [TestMethod]
    public void BytesNeedContiguousElementsAndTheRightLength()
    {
        Tensor tensor = Of(Any(6), 2, 3);
        Assert.Throws<SystemException>(() => tensor.t().bytes.Length);
        Assert.ThrowsExactly<ArgumentException>(() => tensor.bytes = new byte[8]);
    }

    [TestMethod]
    public void ErrorsCarryLibtorchsMessage()
    {
        Tensor matrix = zeros([2L, 3]);
        string message = Assert.Throws<ExternalException>(() => matrix.add_(zeros([4L]))).Message;
        Assert.Contains("size of tensor", message);
        Assert.Throws<ExternalException>(() => matrix.split([1L, 5]));
        Assert.ThrowsExactly<ArgumentException>(() => cat([]));
        Assert.Throws<ExternalException>(() => matrix.ToDouble());
        Assert.Throws<ExternalException>(() => matrix.index_select(0, Of([7L], ScalarType.Int64, 1)));
        HasShape(matrix.add(1), 2, 3);
    }

    [TestMethod]
    public void NoCudaIsSaidAsSuch()
    {
        Assert.IsTrue(TryInitializeDeviceType(DeviceType.CPU));
        Assert.AreEqual(cuda.is_available(), TryInitializeDeviceType(DeviceType.CUDA));
        Assert.AreEqual(cuda.is_available(), cuda.device_count() > 0);
        if (cuda.is_available())
        {
            Assert.AreEqual(3, zeros([1L]).to(device(DeviceType.CUDA)).add(3).cpu().ToDouble());
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => zeros([1L]).to(device(DeviceType.CUDA)));
            Assert.Throws<InvalidOperationException>(() => zeros([1L], device: device(DeviceType.CUDA, 1)));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        for (int i = 0; i < 10; i++)
        {
            zeros([4L]).add(1);
        }
    }
}

using System.Runtime.InteropServices;
using ActionML.Testing;
using TorchSharp;
using static TorchSharp.torch;

// The number of living tensors is one for the process.
[assembly: DoNotParallelize]

namespace ActionML.TorchSharp.Tests;

/// <summary>Tensors with random elements, of double precision where nothing else is said; skipped where there is no libtorch.</summary>
public abstract class TorchTest
{
    private DisposeScope? _scope;

    public required TestContext TestContext { get; set; }

    protected Random Random { get; private set; } = new();

    [TestInitialize]
    public void Begin()
    {
        try
        {
            TryInitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception error) when (error is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            Assert.Inconclusive($"There is no libtorch that TorchSharp could load: {error.Message}");
        }

        Random = Chance.New(TestContext);
        _scope = NewDisposeScope();
    }

    [TestCleanup]
    public void End() => _scope?.Dispose();

    protected static Tensor Of(double[] values, params long[] shape) => Of<double>(values, ScalarType.Float64, shape);

    protected static Tensor Of<T>(T[] values, ScalarType type, params long[] shape)
        where T : unmanaged
    {
        Tensor tensor = zeros(shape, dtype: type);
        tensor.bytes = MemoryMarshal.AsBytes(values.AsSpan());
        return tensor;
    }

    protected static double[] Values(Tensor tensor) => Elements<double>(tensor);

    protected static T[] Elements<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.reshape(-1).clone().bytes).ToArray();

    protected static void Near(double[] expected, Tensor found, double tolerance = 1e-14) =>
        Assert.IsLessThan(tolerance, Compare.Relative(Values(found), expected, floor: 1), "relative to the largest element");

    protected static void HasShape(Tensor tensor, params long[] shape) =>
        Assert.AreEqual(string.Join(", ", shape), string.Join(", ", tensor.shape));

    /// <summary>Numbers around zero.</summary>
    protected double[] Any(int count) => Random.Normals(count);

    /// <summary>Numbers well above zero.</summary>
    protected double[] Positive(int count) => [.. Enumerable.Range(0, count).Select(_ => Random.Between(0.1, 3))];
}

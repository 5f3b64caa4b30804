using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace ActionML.Benchmarks;

/// <summary>A Python process that has built the network, checked it, and works for each line that it is sent.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    public PeerProcess(string python, string script, string folder, int threads)
    {
        var start = new ProcessStartInfo(python, [script, folder, "--threads", threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        if (Avx512F.VL.IsSupported)
        {
            // OpenBLAS 0.3.21 takes AVX2 on processors newer than it is (64 instead of 200 GFLOP/s on a Zen 5), and
            // PyTorch 1.13 always does. The peer shall not be slower than it has to.
            start.Environment["OPENBLAS_CORETYPE"] = "SkylakeX";
            start.Environment["ATEN_CPU_CAPABILITY"] = "avx512";
        }

        _process = Process.Start(start)!;
        Greeting = Read();
    }

    /// <summary>Version and deviations, as the peer reports them.</summary>
    public JsonElement Greeting { get; }

    /// <summary>The version of PyTorch.</summary>
    public string Version => Greeting.GetProperty("torch").GetString()!;

    /// <summary>The largest relative deviation from ActionML in <c>float32</c> or <c>float64</c>; null where that was not compared.</summary>
    public double? Deviation(string precision)
    {
        JsonElement value = Greeting.GetProperty("deviation_" + precision);
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
    }

    /// <summary>Asks for something; <see cref="Finish"/> waits for its end.</summary>
    public void Begin(string request) => _process.StandardInput.WriteLine(request);

    /// <summary>The answer.</summary>
    public JsonElement Finish() => Read();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonElement Read() => _process.StandardOutput.ReadLine() is { } line
        ? JsonDocument.Parse(line).RootElement
        : throw new InvalidOperationException("The Python program ended early; its message is above.");
}

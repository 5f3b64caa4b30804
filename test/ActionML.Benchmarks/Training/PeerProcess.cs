using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace ActionML.Benchmarks;

/// <summary>A Python process that has built the network, checked it, and trains for each line that it is sent.</summary>
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

    /// <summary>Asks for a run; <see cref="Finish"/> waits for its end.</summary>
    public void Begin(double seconds) =>
        _process.StandardInput.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>The pace of the run.</summary>
    public Pace Finish()
    {
        JsonElement result = Read();
        int steps = result.GetProperty("steps").GetInt32();
        return new Pace(steps / result.GetProperty("seconds").GetDouble(), 1000 * result.GetProperty("processor_seconds").GetDouble() / steps);
    }

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

using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>What was measured, for people.</summary>
internal static class BenchText
{
    /// <summary>Writes the result, and what failed to the error stream.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(CliHost host, BenchResult result)
    {
        host.Write(result, text => Write(text, result));
        if (result.Devices.SelectMany(device => device.Sizes).FirstOrDefault(size => size.Failure is not null) is not { } failed)
        {
            return 0;
        }

        host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"actionml: {failed.Atoms} particles could not be measured. {failed.Failure}"));
        return (int)ErrorKind.Device;
    }

    private static void Write(TextWriter text, BenchResult result)
    {
        string unit = result.TimeUnit.Length > 0 ? " " + result.TimeUnit : "";
        Line(text, $"{result.Model}");
        Line(text, $"  step {result.Step:G6}{unit}, {result.Precision} precision, tolerance {ProgressText.Short(result.Tolerance)}, from {result.Start}");
        foreach (BenchDevice device in result.Devices)
        {
            string threads = device.Device == "cpu" ? $", {device.ModelThreads} {(device.ModelThreads == 1 ? "thread" : "threads")} within an evaluation" : "";
            Line(text, $"{device.Device}: {device.Name ?? "name unknown"}; {device.Provider} of ONNX Runtime {device.OnnxRuntime}{threads}");
            foreach (BenchSize size in device.Sizes)
            {
                Write(text, size, result.SpeedUnit);
            }
        }

        foreach (BenchRatio ratio in result.Ratios)
        {
            Line(text, $"{ratio.Atoms} particles, {ratio.Of} over {ratio.Over}: gradient {ratio.Gradient:G3} times as fast, step {ratio.Step:G3}{(ratio.Replicas is { } r ? string.Create(CultureInfo.InvariantCulture, $", replicas {r:G3}") : "")}");
        }
    }

    private static void Write(TextWriter text, BenchSize size, string speedUnit)
    {
        if (size.GradientMs is not { } gradient)
        {
            Line(text, $"  {size.Atoms} particles: not measured. {size.Failure}");
            return;
        }

        Line(text, $"  {size.Atoms} particles, up to {size.Neighbors} neighbors");
        Line(text, $"    gradient of S              {gradient:G4} ms, {size.GradientUsPerAtom:G4} µs per particle");
        if (size.DirectMs is { } direct)
        {
            Line(text, $"    direct model               {direct:G4} ms");
        }

        foreach (BenchSteps steps in size.Steps)
        {
            string model = steps.ModelShare is { } share ? string.Create(CultureInfo.InvariantCulture, $"model {share:P1}, ") : "";
            string guess = steps.DirectModelShare is { } part ? string.Create(CultureInfo.InvariantCulture, $"direct model {part:P1}, ") : "";
            Line(text, $"    step, solved on the {steps.CorrectorOn,-6} {steps.StepMs:G4} ms, {steps.StepsPerSecond:G4} steps/s, {RunSpeed.Text(steps.Speed, speedUnit)}; {steps.EvaluationsPerStep:0.00} evaluations{(steps.Unconverged > 0 ? $"; {steps.Unconverged} of {steps.Measured} did not converge" : "")}");
            Line(text, $"                               {model}{guess}neighbor list {steps.NeighborShare:P1} of it; {steps.BytesAllocatedPerStep:0} bytes allocated");
        }

        if (size.Replicas is { } replicas)
        {
            string how = replicas.Group > 1 ? $"evaluations of {replicas.Group} as one" : $"{replicas.Threads} {(replicas.Threads == 1 ? "thread" : "threads")}";
            Line(text, $"    {$"{replicas.Count} replicas",-26} {replicas.StepMs:G4} ms per replica and step, {replicas.OverSingle:0.000} of a single run's; {RunSpeed.Text(replicas.Speed, speedUnit)} in all; {how}");
        }

        string onDevice = size.DeviceMemoryMb is { } mb ? string.Create(CultureInfo.InvariantCulture, $", {mb:0} MB on the device") : "";
        Line(text, $"    peak memory                {size.PeakMemoryMb:0} MB{onDevice}");
    }

    private static void Line(TextWriter text, FormattableString line) => text.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

using System.Diagnostics;
using System.Globalization;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Cli;

/// <summary>Measures what steps of a model cost on this machine.</summary>
internal static class BenchWorkflow
{
    private const int MostReplicas = 10_000;
    private const double Megabyte = 1e6;

    /// <summary>Measures.</summary>
    /// <exception cref="ActionMLException">Something is missing, contradictory or does not match, or a device cannot be had.</exception>
    public static BenchResult Run(BenchRequest request, IProgressBoard board, CancellationToken token)
    {
        Require(request);
        string path = BenchStart.Model(request.Model);
        ModelManifest manifest = Manifest(path, request.Models.Precision);
        string source = BenchStart.Source(request.Start, manifest);
        Frame start = StartState.Find(source, request.Frame, manifest.Dimension, request.Reading);
        Frame[] frames = Frames(start, manifest, request.Atoms);
        ExecutionTarget asked = request.Models.ExecutionTarget;
        ExecutionTarget[] targets = request.CompareCpu && asked != ExecutionTarget.Cpu ? [asked, ExecutionTarget.Cpu] : [asked];
        BenchDevice[] devices = [.. targets.Select(target => Device(request with { Models = request.Models with { ExecutionTarget = target } }, path, frames, board, token))];
        return new BenchResult
        {
            Model = Path.GetFullPath(path),
            Start = source,
            Step = manifest.TimeStep.DisplayValue,
            TimeUnit = Steps.Unit(manifest.TimeStep.Units),
            SpeedUnit = RunSpeed.Unit(manifest.TimeStep.Units),
            Precision = manifest.Precision == ModelPrecision.Double ? "double" : "single",
            Tolerance = request.Tolerance ?? RunSetup.ToleranceFor(manifest.Precision),
            Devices = devices,
            Ratios = devices.Length == 2 ? BenchRatio.Between(devices[0], devices[1]) : [],
        };
    }

    private static void Require(BenchRequest request)
    {
        List<string> errors = [];
        Add(!(request.Seconds is > 0 and <= 3600), $"Found {request.Seconds} for --seconds; expected more than 0 and at most 3600.");
        Add(request.Replicas is < 0 or 1 or > MostReplicas, $"Found {request.Replicas} for --replicas; expected 0 for none, or 2 to {MostReplicas}.");
        Add(request.Models.Threads is < 1 or > 256, $"Found {request.Models.Threads} for --model-threads; expected 1 to 256.");
        Add(request.Tolerance is <= 0, $"Found {request.Tolerance} for --tolerance; expected a positive number.");
        Add(request.CompareCpu && request.Models.ExecutionTarget == ExecutionTarget.Cpu, $"--compare cpu compares another device with the CPU: add --device cuda:0, or leave it out.");
        if (errors.Count > 0)
        {
            throw new UsageException(string.Join(' ', errors));
        }

        void Add(bool wrong, FormattableString text)
        {
            if (wrong)
            {
                errors.Add(text.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static ModelManifest Manifest(string path, ModelPrecision? precision)
    {
        // On the CPU: what is wrong with the model and the initial state is said before a device is started.
        using OnnxActionModel model = ModelFiles.Action(path, new OnnxModelOptions { Precision = precision });
        return model.Manifest;
    }

    private static Frame[] Frames(Frame start, ModelManifest manifest, IReadOnlyList<int> atoms)
    {
        manifest.SpeciesOf(start.System);
        RunSetup.RequireCellFor(manifest, start.Cell);
        if (start.Cell is null && atoms.Count > 0)
        {
            throw new UsageException("--atoms repeats the cell of a periodic system, and the initial state has none. Leave it out.");
        }

        return atoms.Count == 0 ? [start] : [.. atoms.Select(count => RepeatedCell.WithAtoms(start, count))];
    }

    private static BenchDevice Device(BenchRequest request, string path, Frame[] frames, IProgressBoard board, CancellationToken token)
    {
        ExecutionTarget target = request.Models.ExecutionTarget;
        bool isGpu = target.CudaDevice is not null;
        IProgressStage stage = board.Add($"Measuring on {target}");
        long? used = target.CudaDevice is { } device ? GpuDriver.Used(device) : null;
        bool onDevice = request.CorrectorOn is "device" or "both" || (request.CorrectorOn == "auto" && isGpu && CanSolve(path));
        bool onHost = request.CorrectorOn != "device";
        using BenchModels models = BenchModels.Open(path, request.Models, onDevice);
        List<BenchSize> sizes = [];
        foreach ((int i, Frame frame) in frames.Index())
        {
            sizes.Add(Size(
                models, frame, request, onHost, onDevice, what => stage.Report((double)i / frames.Length, $"{frame.System.Count} particles: {what}"), used, token));
        }

        stage.Done($"{sizes.Count} {(sizes.Count == 1 ? "size" : "sizes")}");
        return new BenchDevice
        {
            Device = target.ToString(),
            Name = DeviceName.Of(target),
            Provider = isGpu ? "CUDAExecutionProvider" : "CPUExecutionProvider",
            OnnxRuntime = OrtEnv.Instance().GetVersionString(),
            ModelThreads = request.Models.Threads,
            Sizes = sizes,
        };
    }

    private static bool CanSolve(string path) => Enum.GetValues<ModelPrecision>().Any(precision => ResidentActionModel.CanLoad(path, precision));

    private static BenchSize Size(
        BenchModels models, Frame frame, BenchRequest request, bool onHost, bool onDevice, Action<string> report, long? used, CancellationToken token)
    {
        int n = frame.System.Count;
        var measured = new BenchCase(models, frame, request, token);
        try
        {
            report("gradient");
            double gradient = measured.Gradient(out int neighbors);
            report("direct model");
            double? direct = measured.Prediction();
            List<BenchSteps> steps = [];
            foreach ((bool isMeasured, bool isOnDevice) in new[] { (onHost, false), (onDevice, true) })
            {
                if (isMeasured)
                {
                    report($"steps solved on the {(isOnDevice ? "device" : "host")}");
                    steps.Add(measured.Steps(isOnDevice));
                }
            }

            report("replicas");
            return Memory(new BenchSize
            {
                Atoms = n,
                Neighbors = neighbors,
                GradientMs = 1e3 * gradient,
                GradientUsPerAtom = 1e6 * gradient / n,
                DirectMs = 1e3 * direct,
                Steps = steps,
                Replicas = request.Replicas > 0 ? measured.Replicas(steps.Min(s => s.StepMs)) : null,
            });
        }
        catch (DeviceException e)
        {
            // What was measured before stands: a size that is too large for the device says how far it goes.
            return Memory(new BenchSize { Atoms = n, Failure = e.Message });
        }

        BenchSize Memory(BenchSize size)
        {
            using Process process = Process.GetCurrentProcess();
            long? now = request.Models.ExecutionTarget.CudaDevice is { } device ? GpuDriver.Used(device) : null;
            return size with { PeakMemoryMb = process.PeakWorkingSet64 / Megabyte, DeviceMemoryMb = (now - used) / Megabyte };
        }
    }
}

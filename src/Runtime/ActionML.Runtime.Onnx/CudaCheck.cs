namespace ActionML.Runtime.Onnx;

/// <summary>Says what keeps sessions from a CUDA device: everything at once, so that a user need not find it bit by bit.</summary>
internal static class CudaCheck
{
    private const string Install = "In a project, reference the package Microsoft.ML.OnnxRuntime.Gpu in place of Microsoft.ML.OnnxRuntime.";
    private const string RuntimePrefix = "libcudart.so.";
    private const string CuDnn = "libcudnn.so.9";

    // A package that brings ONNX Runtime's provider without saying what it needs would be for this one.
    private const int UsualCuda = 13;

    /// <summary>Why sessions cannot be made there, in sentences; null where nothing is known to be missing.</summary>
    public static string? WhyNot(int device, ICudaMachine machine)
    {
        List<string> obstacles = [];
        string provider = Path.Combine(machine.ProviderFolder, machine.ProviderName);
        string[] needs = [];
        if (!machine.CoreTakesCuda)
        {
            obstacles.Add($"The ONNX Runtime of this installation is the one for the CPU alone. {Install}");
        }
        else if (!machine.Exists(provider))
        {
            obstacles.Add($"ONNX Runtime's CUDA provider is missing: there is no '{provider}'. {Install}");
        }
        else
        {
            needs = [.. machine.Needs(provider).Where(library => library != machine.DriverName)];
        }

        int cuda = Major(needs);
        if (!machine.Loads(machine.DriverName))
        {
            obstacles.Add($"There is no NVIDIA driver: {machine.DriverName} does not load. Install one that serves CUDA {cuda}.");
        }
        else
        {
            Add(machine.AskDriver());
        }

        // In the provider's order, in which each comes after those that it needs itself.
        string[] missing = [.. needs.Where(library => !machine.Loads(library))];
        if (missing.Length > 0)
        {
            obstacles.Add(
                $"{string.Join(", ", missing)} {(missing.Length == 1 ? "does" : "do")} not load. Install the libraries of CUDA {cuda} and cuDNN 9, and name their folder in LD_LIBRARY_PATH or put them beside the program.");
        }

        if (obstacles.Count == 0)
        {
            // The provider looks for it by its name, and goes on without as far as it can.
            machine.Loads(CuDnn);
        }

        return obstacles.Count == 0 ? null : $"Models cannot run on {ExecutionTarget.Cuda(device)}. {string.Join(' ', obstacles)} The page docs/how-to/gpu.md says more.";

        void Add(CudaDriver driver)
        {
            if (driver.Error == CudaDriver.NoDevice || (driver.Error == 0 && driver.Devices == 0))
            {
                obstacles.Add("This machine has no CUDA device, or CUDA_VISIBLE_DEVICES hides them all.");
            }
            else if (driver.Version is > 0 && driver.Version / 1000 < cuda)
            {
                obstacles.Add(FormattableString.Invariant(
                    $"The NVIDIA driver serves CUDA up to {driver.Version / 1000}.{driver.Version % 1000 / 10}; CUDA {cuda} is needed. Install a newer driver."));
            }
            else if (driver.Error != 0)
            {
                obstacles.Add(FormattableString.Invariant(
                    $"The NVIDIA driver does not start: cuInit returns {driver.Error}. Check what nvidia-smi says, and that driver and kernel module have the same version."));
            }
            else if (device >= driver.Devices)
            {
                obstacles.Add(driver.Devices == 1
                    ? FormattableString.Invariant($"There is no CUDA device {device}: this machine has one, cuda:0.")
                    : FormattableString.Invariant($"There is no CUDA device {device}: this machine has {driver.Devices}, cuda:0 to cuda:{driver.Devices - 1}."));
            }
        }
    }

    /// <summary>The version of CUDA that the provider was built for, as its needs tell.</summary>
    private static int Major(string[] needs) => needs.FirstOrDefault(library => library.StartsWith(RuntimePrefix, StringComparison.Ordinal)) is { } runtime
        && int.TryParse(runtime.AsSpan(RuntimePrefix.Length), out int major) ? major : UsualCuda;
}

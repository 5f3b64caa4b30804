using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Devices as users type them.</summary>
internal static class Devices
{
    /// <summary>The index of a CUDA device, or null for the CPU.</summary>
    /// <exception cref="UsageException">The text is neither <c>cpu</c> nor <c>cuda:</c> and a number.</exception>
    public static int? Parse(string option, string device)
    {
        if (device == "cpu")
        {
            return null;
        }

        const string Prefix = "cuda:";
        return device.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(device.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : throw new UsageException($"Found '{device}' for {option}; expected cpu, or cuda: and the number of a device, such as cuda:0.");
    }
}

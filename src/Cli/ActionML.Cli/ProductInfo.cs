using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ActionML.Cli;

/// <summary>What this program is and where it runs, in words for people.</summary>
internal static class ProductInfo
{
    /// <summary>The version of ActionML, without build metadata.</summary>
    public static string Version { get; } =
        typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? typeof(ProductInfo).Assembly.GetName().Version?.ToString(3)
        ?? "unknown";

    /// <summary>Operating system, processor architecture and number of cores.</summary>
    public static string Machine { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores");
}

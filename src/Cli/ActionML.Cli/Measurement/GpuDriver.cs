using System.Runtime.InteropServices;
using System.Text;

namespace ActionML.Cli;

/// <summary>Asks NVIDIA's driver about a device. All answers are null where it does not tell: figures are not worth a failure.</summary>
internal static class GpuDriver
{
    private const int LongestName = 256;

    private delegate int Init(uint flags);

    private delegate int Get(out int device, int ordinal);

    private delegate int GetName(byte[] name, int length, int device);

    private delegate int Retain(out nint context, int device);

    private delegate int Push(nint context);

    private delegate int Pop(out nint context);

    private delegate int MemoryInfo(out nuint free, out nuint total);

    private delegate int Release(int device);

    /// <summary>What the device is called.</summary>
    public static string? Name(int ordinal)
    {
        byte[] name = new byte[LongestName];
        return Open(ordinal) is var (driver, device) && Entry<GetName>(driver, "cuDeviceGetName")?.Invoke(name, LongestName, device) == 0
            ? Encoding.UTF8.GetString(name, 0, Math.Max(0, Array.IndexOf(name, (byte)0)))
            : null;
    }

    /// <summary>Bytes of its memory that are in use, by whomever.</summary>
    public static long? Used(int ordinal)
    {
        if (Open(ordinal) is not var (driver, device)
            || Entry<Retain>(driver, "cuDevicePrimaryCtxRetain") is not { } retain
            || Entry<Push>(driver, "cuCtxPushCurrent_v2") is not { } push
            || Entry<Pop>(driver, "cuCtxPopCurrent_v2") is not { } pop
            || Entry<MemoryInfo>(driver, "cuMemGetInfo_v2") is not { } info
            || Entry<Release>(driver, "cuDevicePrimaryCtxRelease_v2") is not { } release
            || retain(out nint context, device) != 0)
        {
            return null;
        }

        try
        {
            if (push(context) != 0)
            {
                return null;
            }

            long? used = info(out nuint free, out nuint total) == 0 ? (long)(total - free) : null;
            pop(out _);
            return used;
        }
        finally
        {
            release(device);
        }
    }

    private static (nint Driver, int Device)? Open(int ordinal) =>
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver)
        && Entry<Init>(driver, "cuInit")?.Invoke(0) == 0
        && Entry<Get>(driver, "cuDeviceGet") is { } get
        && get(out int device, ordinal) == 0
            ? (driver, device)
            : null;

    private static T? Entry<T>(nint driver, string name)
        where T : Delegate =>
        NativeLibrary.TryGetExport(driver, name, out nint address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}

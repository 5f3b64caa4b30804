using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// All signatures below are blittable: nothing is converted on the way.
[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

/// <summary>
/// The functions of Native/Shim.cpp. A null handle or a zero says that the call failed. What only reads a few fields and
/// never waits leaves the garbage collector's mode as it is (some 10 ns less).
/// </summary>
internal static unsafe partial class Native
{
    private const string Library = "ActionMLTorch";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    /// <summary>The handle, or an exception with libtorch's message where it is null.</summary>
    public static nint Check(nint handle)
    {
        if (handle == 0)
        {
            Throw();
        }

        return handle;
    }

    /// <inheritdoc cref="Check(nint)"/>
    public static void Check(byte succeeded)
    {
        if (succeeded == 0)
        {
            Throw();
        }
    }

    private static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8(ActionMLTorch_message()));

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return 0;
        }

        try
        {
            return NativeLibrary.Load(name, assembly, searchPath);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new NotSupportedException(
                $"The native library {Library} of build/local/TorchSharp, which lies over libtorch, could not be loaded. Install libtorch and a C++ compiler "
                + "(Debian: apt-get install g++ libtorch-dev libopenblas0-pthread), run 'bash build/setup.sh' and build again.",
                error);
        }
    }

    [DllImport(Library)]
    private static extern nint ActionMLTorch_message();
}

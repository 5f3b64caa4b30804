using ActionML.Runtime;

namespace ActionML.Demo;

/// <summary>Remembers what a result was made from, so that a second run can tell whether it still fits.</summary>
internal static class StampedFile
{
    /// <summary>Whether the stamp beside a result says that it was made from the same.</summary>
    public static bool Fits(string path, string stamp) =>
        File.Exists(Name(path)) && File.ReadAllText(Name(path)) == stamp;

    /// <summary>Removes the stamp: the result is about to change.</summary>
    public static void Clear(string path) => File.Delete(Name(path));

    /// <summary>Writes the stamp of a finished result.</summary>
    public static void Set(string path, string stamp) => AtomicFile.WriteAllText(Name(path), stamp);

    private static string Name(string path) => path + ".stamp";
}

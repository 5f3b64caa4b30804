namespace ActionML.Runtime;

/// <summary>Turns the exceptions of the file system into <see cref="FileException"/>s that say what to do.</summary>
internal static class FileErrors
{
    private const int LinuxNoSpace = 28, LinuxQuota = 122, MacQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070), WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether an exception is one that this class translates.</summary>
    public static bool IsFileError(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException || IsTooLarge(e);

    /// <summary>An error while writing a file.</summary>
    public static FileException Writing(string path, Exception e)
    {
        string reason = e switch
        {
            _ when IsTooLarge(e) => "it has grown larger than this file system or its quota allows. Write fewer frames, or to another disk",
            _ when IsDiskFull(e) => "the disk is full. What was there before is unchanged. Free some space and run again",
            UnauthorizedAccessException => "access is denied. Write to another folder, or change its permissions",
            DirectoryNotFoundException => "its folder does not exist and cannot be made. Write to another folder",
            PathTooLongException => "its path is too long. Choose a shorter one",
            _ => e.Message.TrimEnd('.') + ". If another program is writing this file, wait for it; otherwise write to another folder",
        };
        return new FileException($"The file '{path}' could not be written: {reason}.", e);
    }

    /// <summary>An error while reading a file.</summary>
    public static FileException Reading(string path, Exception e)
    {
        string reason = e switch
        {
            FileNotFoundException or DirectoryNotFoundException => "it does not exist. Check the name and the folder",
            UnauthorizedAccessException when Directory.Exists(path) => "it is a folder. Name a file in it",
            UnauthorizedAccessException => "access is denied. Change its permissions, or read a copy",
            _ => e.Message.TrimEnd('.') + ". Check that the disk is there and that no other program holds the file",
        };
        return new FileException($"The file '{path}' could not be read: {reason}.", e);
    }

    // What .NET makes of EFBIG: a file beyond 4 GB on FAT, or beyond a limit of the process.
    private static bool IsTooLarge(Exception e) => e is ArgumentOutOfRangeException;

    private static bool IsDiskFull(Exception e) => e is IOException &&
        (OperatingSystem.IsWindows()
            ? e.HResult is WindowsDiskFull or WindowsHandleDiskFull
            : e.HResult == LinuxNoSpace || e.HResult == (OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota));
}

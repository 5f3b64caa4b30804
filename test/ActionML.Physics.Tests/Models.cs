namespace ActionML.Physics.Tests;

/// <summary>Models that ship with the sources.</summary>
internal static class Models
{
    /// <summary>The directory of one of them.</summary>
    public static string Folder(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ActionML.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "models", name);
    }
}

using System.Security.Cryptography;

namespace ActionML.Runtime;

/// <summary>Identifies the models of a run by the content of their files, wherever they lie.</summary>
public static class ModelHash
{
    /// <summary>SHA-256 over the files' own SHA-256s in the given order, in lower-case hexadecimal.</summary>
    /// <param name="paths">The model files; their order matters.</param>
    /// <exception cref="FileException">A file cannot be read.</exception>
    public static string OfFiles(params IEnumerable<string> paths)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths)
        {
            try
            {
                using FileStream file = File.OpenRead(path);
                all.AppendData(SHA256.HashData(file));
            }
            catch (Exception e) when (FileErrors.IsFileError(e))
            {
                throw FileErrors.Reading(path, e);
            }
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}

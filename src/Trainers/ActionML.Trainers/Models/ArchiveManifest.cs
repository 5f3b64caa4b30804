using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>What a saved file holds.</summary>
/// <param name="Format">Version of the format.</param>
/// <param name="Writer">Program and version that wrote the file.</param>
/// <param name="Models">The models, in the order of the chain.</param>
internal sealed record ArchiveManifest(int Format, string Writer, ArchiveManifest.Model[] Models)
{
    /// <summary>One transformer.</summary>
    /// <param name="Kind">Action or direct.</param>
    /// <param name="Columns">Names of the columns read and added.</param>
    /// <param name="Corrector">How rows are solved; null for a direct model.</param>
    /// <param name="Files">Its files.</param>
    internal sealed record Model(ModelKind Kind, DynamicsColumns Columns, CorrectorOptions? Corrector, File[] Files);

    /// <summary>One file of a model.</summary>
    /// <param name="Name">Name in a model directory.</param>
    /// <param name="Entry">Name in the zip file.</param>
    /// <param name="Length">Length in bytes.</param>
    /// <param name="Sha256">SHA-256 in lower-case hexadecimal.</param>
    internal sealed record File(string Name, string Entry, long Length, string Sha256);
}

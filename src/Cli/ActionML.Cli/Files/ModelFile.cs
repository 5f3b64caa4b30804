using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>A model file and what it says about itself.</summary>
internal sealed record ModelFile(string Path, ModelManifest Manifest);

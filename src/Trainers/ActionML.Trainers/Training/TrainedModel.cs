using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>A trained network and the record of its training.</summary>
/// <param name="Network">Manifest, architecture and weights.</param>
/// <param name="Summary">What the training did and reached.</param>
public sealed record TrainedModel(NetworkModel Network, TrainingSummary Summary)
{
    /// <summary>What the model is for.</summary>
    public ModelManifest Manifest => Network.Manifest;
}

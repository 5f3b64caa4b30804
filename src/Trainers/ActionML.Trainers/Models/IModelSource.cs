using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>A trained model as a transformer needs it: something to open, any number of times, and to write.</summary>
internal interface IModelSource
{
    /// <summary>What the model was trained for.</summary>
    ModelManifest Manifest { get; }

    /// <summary>The files of its model directory, by name (<see cref="TensorNames"/>).</summary>
    IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>A new instance, for one thread: an <see cref="IActionModel"/> or an <see cref="IDirectModel"/>.</summary>
    IDynamicsModel Open();
}

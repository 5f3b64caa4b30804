namespace ActionML.Runtime;

/// <summary>A model of one step of length h: what it is for, and a way to bind it to a system.</summary>
public interface IDynamicsModel : IDisposable
{
    /// <summary>What the model was trained for.</summary>
    ModelManifest Manifest { get; }

    /// <summary>
    /// Declares the system that the following evaluations are about: kinds are translated and masses checked once.
    /// </summary>
    /// <exception cref="ModelMismatchException">The system's dimension, units, kinds or masses are not the model's.</exception>
    void Bind(ParticleSystem system);
}

using System.Diagnostics;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>A direct model, as first guess of a solve, that is timed. The model stays its owner's.</summary>
internal sealed class TimedGuess(IDirectModel model) : IDirectModel
{
    /// <summary>Runs while the model predicts.</summary>
    public Stopwatch Clock { get; } = new();

    /// <inheritdoc/>
    public ModelManifest Manifest => model.Manifest;

    /// <inheritdoc/>
    public void Bind(ParticleSystem system) => model.Bind(system);

    /// <inheritdoc/>
    public void Predict(
        NeighborList neighbors, ReadOnlySpan<double> displacements, ReadOnlySpan<double> momenta, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        Clock.Start();
        model.Predict(neighbors, displacements, momenta, deltaPositions, deltaMomenta);
        Clock.Stop();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

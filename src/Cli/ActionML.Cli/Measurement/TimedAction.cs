using System.Diagnostics;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>An action model that times its evaluations. The model stays its owner's.</summary>
internal sealed class TimedAction(IActionModel model) : IActionModel
{
    private readonly List<double> _times = new(100_000); // so that timing allocates nothing in a step

    /// <inheritdoc/>
    public ModelManifest Manifest => model.Manifest;

    /// <summary>Evaluations since <see cref="Reset"/>.</summary>
    public int Count => _times.Count;

    /// <summary>What they took in all.</summary>
    public double Seconds => _times.Sum();

    /// <summary>What one took.</summary>
    public double Median => _times.Order().ElementAt(_times.Count / 2);

    /// <summary>Begins anew.</summary>
    public void Reset() => _times.Clear();

    /// <inheritdoc/>
    public void Bind(ParticleSystem system) => model.Bind(system);

    /// <inheritdoc/>
    public void Evaluate(
        NeighborList neighbors, ReadOnlySpan<double> displacements, ReadOnlySpan<double> momenta, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        long begin = Stopwatch.GetTimestamp();
        model.Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);
        _times.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

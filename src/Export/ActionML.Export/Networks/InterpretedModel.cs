using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>
/// A model run by the interpreter: double precision, no native code, slow. For tests, and to check an exported file
/// against the network that it came from.
/// </summary>
public sealed class InterpretedModel : IActionModel, IDirectModel
{
    private readonly Interpreter _interpreter;
    private readonly ParameterStore _parameters;
    private readonly Dictionary<string, Array> _inputs = [];

    /// <summary>Prepares a model.</summary>
    public InterpretedModel(NetworkModel model)
    {
        Manifest = model.Manifest with { Precision = ModelPrecision.Double };
        _parameters = model.Parameters;
        (_, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
        _interpreter = new Interpreter([outputs[0].Value, outputs[1].Value]);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest { get; }

    /// <inheritdoc/>
    public void Bind(ParticleSystem system)
    {
        _inputs[TensorNames.Species] = Manifest.SpeciesOf(system);
        _inputs[TensorNames.Masses] = system.Masses.ToArray();
    }

    /// <inheritdoc/>
    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        _inputs[TensorNames.Positions] = displacements.ToArray();
        _inputs[TensorNames.Momenta] = momenta.ToArray();
        _inputs[TensorNames.Neighbors] = neighbors.Neighbors;
        _inputs[TensorNames.Reverse] = neighbors.Reverse;
        _inputs[TensorNames.Shifts] = neighbors.Shifts;
        double[][] results = _interpreter.Run(_inputs, _parameters, neighbors.Count, neighbors.Capacity);
        results[0].CopyTo(deltaPositions);
        results[1].CopyTo(deltaMomenta);
    }

    /// <inheritdoc/>
    public void Predict(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);

    /// <summary>Nothing to release.</summary>
    public void Dispose()
    {
    }
}

using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>The inputs of a model's graph, as the ONNX contract names them.</summary>
public sealed class ModelInputs
{
    /// <summary>Declares the inputs in a graph.</summary>
    public ModelInputs(Graph graph, int dimension)
    {
        Positions = graph.Input(TensorNames.Positions, Dimension.Particles, dimension);
        Momenta = graph.Input(TensorNames.Momenta, Dimension.Particles, dimension);
        Masses = graph.Input(TensorNames.Masses, Dimension.Particles);
        Species = graph.IndexInput(TensorNames.Species, Dimension.Particles);
        Neighbors = graph.IndexInput(TensorNames.Neighbors, Dimension.Particles, Dimension.Neighbors);
        Reverse = graph.IndexInput(TensorNames.Reverse, Dimension.Particles * Dimension.Neighbors);
        Shifts = graph.Input(TensorNames.Shifts, dimension, Dimension.Particles, Dimension.Neighbors);
    }

    /// <summary>Displacements from the reference, [N, D].</summary>
    public Value Positions { get; }

    /// <summary>Momenta, [N, D].</summary>
    public Value Momenta { get; }

    /// <summary>Masses, [N].</summary>
    public Value Masses { get; }

    /// <summary>Kinds, [N].</summary>
    public Value Species { get; }

    /// <summary>Neighbors, [N, K].</summary>
    public Value Neighbors { get; }

    /// <summary>Reverse edges, [N·K].</summary>
    public Value Reverse { get; }

    /// <summary>Relative reference positions, [D, N, K].</summary>
    public Value Shifts { get; }
}

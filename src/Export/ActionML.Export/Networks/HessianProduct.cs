using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>
/// The change of Δ = (∂S/∂p̄, −∂S/∂q̄) along a direction w = (δq̄, δp̄): with J(a, b) = (b, −a), J∇²S·w = J∇(w·∇S), one more
/// reverse pass over the graph of the gradient.
/// </summary>
public sealed class HessianProduct
{
    /// <summary>Appends the product to the graph of an action.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="action">The action's network.</param>
    public HessianProduct(Graph graph, ModelInputs inputs, ActionNetwork action)
    {
        Value positions = graph.Input(TensorNames.DirectionPositions, [.. inputs.Positions.Shape]);
        Value momenta = graph.Input(TensorNames.DirectionMomenta, [.. inputs.Momenta.Shape]);
        Value slope = graph.Subtract(
            graph.Multiply(momenta, action.DeltaPositions), graph.Multiply(positions, action.DeltaMomenta)); // w·∇S
        Value?[] gradients = ReverseMode.Gradients(graph, slope, [inputs.Positions, inputs.Momenta]);
        DeltaPositions = gradients[1]!;
        DeltaMomenta = graph.Negate(gradients[0]!);
    }

    /// <summary>δΔq, [N, D].</summary>
    public Value DeltaPositions { get; }

    /// <summary>δΔp, [N, D].</summary>
    public Value DeltaMomenta { get; }
}

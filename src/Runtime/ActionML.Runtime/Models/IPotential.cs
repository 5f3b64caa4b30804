namespace ActionML.Runtime;

/// <summary>A potential energy V(q) with its forces: what reference integrators, fallbacks and energy observers use.</summary>
public interface IPotential
{
    /// <summary>Returns V(q) and writes F = −∂V/∂q.</summary>
    /// <param name="positions">Unwrapped positions, [N, D].</param>
    /// <param name="forces">Receives the forces, [N, D].</param>
    double Evaluate(ReadOnlySpan<double> positions, Span<double> forces);
}

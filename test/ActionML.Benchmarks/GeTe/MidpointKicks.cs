using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// ½(∇H(x₀) + ∇H(x₁))·Δ atom by atom at the true midpoint of a step of the reference, with the model's Δ and with the true one. The
/// sum over atoms is −dS/dt along the trajectory, exactly: ∂S/∂q̄ = −Δp, ∂S/∂p̄ = Δq, and x̄ moves by half the sum of both ends' rates.
/// </summary>
/// <param name="model">The model, bound to the system.</param>
/// <param name="system">The system.</param>
/// <param name="neighbors">Lists of the model's cutoff.</param>
internal sealed class MidpointKicks(OnnxActionModel model, ParticleSystem system, PeriodicNeighbors neighbors)
{
    private readonly double[] _displacements = new double[system.Coordinates];
    private readonly double[] _momenta = new double[system.Coordinates];
    private readonly double[] _deltaPositions = new double[system.Coordinates];
    private readonly double[] _deltaMomenta = new double[system.Coordinates];

    /// <summary>With the model's Δ, in eV, [N].</summary>
    public double[] Predicted { get; } = new double[system.Count];

    /// <summary>With the true Δ, in eV, [N].</summary>
    public double[] True { get; } = new double[system.Count];

    /// <summary>Fills both.</summary>
    /// <param name="before">x₀.</param>
    /// <param name="forcesBefore">−∂V/∂q there.</param>
    /// <param name="after">x₁, a step later.</param>
    /// <param name="forcesAfter">−∂V/∂q there.</param>
    public void Evaluate(PhasePoint before, double[] forcesBefore, PhasePoint after, double[] forcesAfter)
    {
        int n = system.Coordinates;
        for (int i = 0; i < n; i++)
        {
            _displacements[i] = 0.5 * (before.Positions[i] + after.Positions[i]);
            _momenta[i] = 0.5 * (before.Momenta[i] + after.Momenta[i]);
        }

        NeighborList list = neighbors.Update(_displacements);
        for (int i = 0; i < n; i++)
        {
            _displacements[i] -= list.Reference[i];
        }

        model.Evaluate(list, _displacements, _momenta, _deltaPositions, _deltaMomenta);
        Array.Clear(Predicted);
        Array.Clear(True);
        for (int i = 0; i < n; i++)
        {
            int atom = i / system.Dimension;
            double velocity = _momenta[i] / system.Masses[atom];
            double force = 0.5 * (forcesBefore[i] + forcesAfter[i]);
            Predicted[atom] += (velocity * _deltaMomenta[i]) - (force * _deltaPositions[i]);
            True[atom] += (velocity * (after.Momenta[i] - before.Momenta[i])) - (force * (after.Positions[i] - before.Positions[i]));
        }
    }
}

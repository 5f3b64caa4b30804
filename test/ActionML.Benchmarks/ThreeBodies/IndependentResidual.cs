using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>The residual of an executed step, from its two ends and the model alone: nothing of the corrector's is used.</summary>
internal sealed class IndependentResidual(IActionModel model, ParticleSystem system)
{
    private readonly AllPairs _neighbors = new(system.Count, system.Dimension);
    private readonly double[] _middle = new double[system.Coordinates];
    private readonly double[] _momenta = new double[system.Coordinates];
    private readonly double[] _deltaPositions = new double[system.Coordinates];
    private readonly double[] _deltaMomenta = new double[system.Coordinates];

    /// <summary>√( Σᵢ (mᵢ|δqᵢ|²/h² + |δpᵢ|²/mᵢ) / 2ND ) / s with δ = Δ(x̄) − (x' − x) at x̄ = (x + x')/2.</summary>
    public double Of(PhasePoint before, PhasePoint after)
    {
        for (int i = 0; i < _middle.Length; i++)
        {
            _middle[i] = 0.5 * (before.Positions[i] + after.Positions[i]);
            _momenta[i] = 0.5 * (before.Momenta[i] + after.Momenta[i]);
        }

        NeighborList list = _neighbors.Update(_middle);
        for (int i = 0; i < _middle.Length; i++)
        {
            _middle[i] -= list.Reference[i];
        }

        model.Evaluate(list, _middle, _momenta, _deltaPositions, _deltaMomenta);
        for (int i = 0; i < _middle.Length; i++)
        {
            _deltaPositions[i] -= after.Positions[i] - before.Positions[i];
            _deltaMomenta[i] -= after.Momenta[i] - before.Momenta[i];
        }

        return Length(_deltaPositions, _deltaMomenta);
    }

    /// <summary>The distance of two states in the same units.</summary>
    public double Between(PhasePoint first, PhasePoint second)
    {
        for (int i = 0; i < _middle.Length; i++)
        {
            _deltaPositions[i] = second.Positions[i] - first.Positions[i];
            _deltaMomenta[i] = second.Momenta[i] - first.Momenta[i];
        }

        return Length(_deltaPositions, _deltaMomenta);
    }

    private double Length(double[] positions, double[] momenta)
    {
        double step = model.Manifest.TimeStep.Value;
        double sum = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            double mass = system.Masses[i / system.Dimension];
            sum += (mass * positions[i] * positions[i] / (step * step)) + (momenta[i] * momenta[i] / mass);
        }

        return Math.Sqrt(sum / (2 * positions.Length)) / model.Manifest.ResidualScale;
    }
}

namespace ActionML.Runtime;

/// <summary>
/// The scaled reduced unknowns y = (√m ρ/h, Δp/√m), [2·N·D], of a step: from (Δq, Δp) and back, and their linear invariants.
/// See <see cref="Corrector"/>.
/// </summary>
internal sealed class ReducedUnknowns
{
    private readonly ParticleSystem _system;

    public ReducedUnknowns(ParticleSystem system, double step)
    {
        _system = system;
        Step = step;
        int n = system.Coordinates;
        InverseMass = new double[n];
        RootMass = new double[n];
        InverseRootMass = new double[n];
        for (int i = 0; i < n; i++)
        {
            double mass = system.Masses[i / system.Dimension];
            InverseMass[i] = 1 / mass;
            RootMass[i] = Math.Sqrt(mass);
            InverseRootMass[i] = 1 / RootMass[i];
        }
    }

    /// <summary>h.</summary>
    public double Step { get; }

    /// <summary>1/m per component, [N·D].</summary>
    public double[] InverseMass { get; }

    /// <summary>√m per component, [N·D].</summary>
    public double[] RootMass { get; }

    /// <summary>1/√m per component, [N·D].</summary>
    public double[] InverseRootMass { get; }

    /// <summary>y of a guess of (Δq, Δp); of free flight when there is none, or when it is not finite.</summary>
    public void Read(
        PhasePoint start, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta, double[] unknowns)
    {
        Array.Clear(unknowns);
        if (deltaPositions.IsEmpty)
        {
            return;
        }

        int n = RootMass.Length;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double momentum = start.Momenta[i] + (0.5 * deltaMomenta[i]);
            unknowns[i] = RootMass[i] * ((deltaPositions[i] / Step) - (momentum * InverseMass[i]));
            unknowns[n + i] = deltaMomenta[i] * InverseRootMass[i];
            sum += Math.Abs(unknowns[i]) + Math.Abs(unknowns[n + i]);
        }

        if (double.IsFinite(sum))
        {
            Project(unknowns);
        }
        else
        {
            Array.Clear(unknowns);
        }
    }

    /// <summary>
    /// The nearest y with Σmρ = 0 and ΣΔp = 0. Both are Σ√m y = 0 in the scaled unknowns, and the nearest point is
    /// y − √m (Σ√m y)/Σm.
    /// </summary>
    public void Project(double[] unknowns)
    {
        int dimension = _system.Dimension;
        int n = RootMass.Length;
        for (int half = 0; half < 2 * n; half += n)
        {
            for (int d = 0; d < dimension; d++)
            {
                double sum = 0;
                for (int i = d; i < n; i += dimension)
                {
                    sum += RootMass[i] * unknowns[half + i];
                }

                double shift = sum / _system.TotalMass;
                for (int i = d; i < n; i += dimension)
                {
                    unknowns[half + i] -= RootMass[i] * shift;
                }
            }
        }
    }

    /// <summary>Δp, and Δq = ρ + h(p + ½Δp)/m.</summary>
    public void Write(PhasePoint start, double[] unknowns, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        int n = RootMass.Length;
        for (int i = 0; i < n; i++)
        {
            double deltaMomentum = RootMass[i] * unknowns[n + i];
            double momentum = start.Momenta[i] + (0.5 * deltaMomentum);
            deltaMomenta[i] = deltaMomentum;
            deltaPositions[i] = Step * ((InverseRootMass[i] * unknowns[i]) + (InverseMass[i] * momentum));
        }
    }
}

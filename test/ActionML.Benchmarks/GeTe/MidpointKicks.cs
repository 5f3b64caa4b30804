using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// ½(∇H(x₀) + ∇H(x₁))·Δ atom by atom at the true midpoint of a step of the reference, with the model's Δ and with the true one. The
/// sum over atoms is −dS/dt along the trajectory, exactly: ∂S/∂q̄ = −Δp, ∂S/∂p̄ = Δq, and x̄ moves by half the sum of both ends' rates.
/// </summary>
internal sealed class MidpointKicks
{
    /// <summary>The step of <see cref="Reference"/>, in fs.</summary>
    public const double ReferenceStep = 2;

    private readonly OnnxActionModel _model;
    private readonly double[] _displacements;
    private readonly double[] _momenta;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;

    /// <param name="model">The model, which is bound to the state's system.</param>
    /// <param name="start">File of the start state.</param>
    public MidpointKicks(OnnxActionModel model, string start)
    {
        double steps = model.Manifest.TimeStep.DisplayValue / ReferenceStep;
        if (steps % 1 != 0)
        {
            throw new UsageException(FormattableString.Invariant($"The model's step of {model.Manifest.TimeStep} is no multiple of the reference's {ReferenceStep} fs. Change {nameof(ReferenceStep)}."));
        }

        Frame frame = ExtendedXyz.Read(start).First();
        var cell = new Cell(frame.Cell!);
        _model = model;
        model.Bind(frame.System);
        Start = frame.State;
        System = frame.System;
        Lag = (int)steps;
        Potential = new GeTePotential(cell, System.Kinds);
        Neighbors = new PeriodicNeighbors(cell, System.Count, model.Manifest.Cutoff!.Value, PeriodicNeighbors.ModelSkin);
        Reference = GeTeIntegrator.Verlet(frame, ReferenceStep);
        _displacements = new double[System.Coordinates];
        _momenta = new double[System.Coordinates];
        _deltaPositions = new double[System.Coordinates];
        _deltaMomenta = new double[System.Coordinates];
        Predicted = new double[System.Count];
        True = new double[System.Count];
    }

    /// <summary>The start state.</summary>
    public PhasePoint Start { get; }

    /// <summary>Its system.</summary>
    public ParticleSystem System { get; }

    /// <summary>Steps of the reference to one of the model.</summary>
    public int Lag { get; }

    /// <summary>The reference's potential.</summary>
    public GeTePotential Potential { get; }

    /// <summary>Lists of the model's cutoff.</summary>
    public PeriodicNeighbors Neighbors { get; }

    /// <summary>Makes the reference's steps.</summary>
    public VelocityVerletStepper Reference { get; }

    /// <summary>With the model's Δ, in eV, [N].</summary>
    public double[] Predicted { get; }

    /// <summary>With the true Δ, in eV, [N].</summary>
    public double[] True { get; }

    /// <summary>Fills both.</summary>
    /// <param name="before">x₀.</param>
    /// <param name="forcesBefore">−∂V/∂q there.</param>
    /// <param name="after">x₁, a step later.</param>
    /// <param name="forcesAfter">−∂V/∂q there.</param>
    public void Evaluate(PhasePoint before, double[] forcesBefore, PhasePoint after, double[] forcesAfter)
    {
        int n = System.Coordinates;
        for (int i = 0; i < n; i++)
        {
            _displacements[i] = 0.5 * (before.Positions[i] + after.Positions[i]);
            _momenta[i] = 0.5 * (before.Momenta[i] + after.Momenta[i]);
        }

        NeighborList list = Neighbors.Update(_displacements);
        for (int i = 0; i < n; i++)
        {
            _displacements[i] -= list.Reference[i];
        }

        _model.Evaluate(list, _displacements, _momenta, _deltaPositions, _deltaMomenta);
        Array.Clear(Predicted);
        Array.Clear(True);
        for (int i = 0; i < n; i++)
        {
            int atom = i / System.Dimension;
            double velocity = _momenta[i] / System.Masses[atom];
            double force = 0.5 * (forcesBefore[i] + forcesAfter[i]);
            Predicted[atom] += (velocity * _deltaMomenta[i]) - (force * _deltaPositions[i]);
            True[atom] += (velocity * (after.Momenta[i] - before.Momenta[i])) - (force * (after.Positions[i] - before.Positions[i]));
        }
    }
}

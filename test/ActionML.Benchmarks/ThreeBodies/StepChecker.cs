using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// Checks every step of a run that was reported as converged: its residual is computed again from its two ends, and every hundredth is
/// solved once more by Newton–GMRES from free flight, which must find the same root.
/// </summary>
/// <param name="checking">The model, for residuals.</param>
/// <param name="other">Solves again.</param>
/// <param name="potential">The potential that the model has learned.</param>
/// <param name="tolerance">The tolerance τ of the steps.</param>
internal sealed class StepChecker(IActionModel checking, SymplecticStepper other, IPotential potential, double tolerance) : ISimulationObserver
{
    private const int RootInterval = 100;
    private const double SameRoot = 1e3; // two solutions to τ are closer than this many τ, two roots are not
    private const double Jump = 0.1; // relative change of the energy in one step: the model is wrong, whatever the solver

    private readonly IndependentResidual _residual = new(checking, other.System);
    private readonly double[] _forces = new double[other.System.Coordinates];
    private PhasePoint? _before;
    private double _energy;

    /// <summary>Steps whose residual is not what was reported: silent failures.</summary>
    public int Silent { get; private set; }

    /// <summary>The largest residual found, in units of τ.</summary>
    public double LargestResidual { get; private set; }

    /// <summary>Steps solved again.</summary>
    public int Roots { get; private set; }

    /// <summary>Steps that Newton's method did not solve from free flight.</summary>
    public int NotCompared { get; private set; }

    /// <summary>Steps that went to another root than Newton's method: silent failures.</summary>
    public int OtherRoots { get; private set; }

    /// <summary>The largest distance of the two solutions, in units of τ.</summary>
    public double LargestDistance { get; private set; }

    /// <summary>Steps that changed the energy by more than a tenth.</summary>
    public int Jumps { get; private set; }

    /// <inheritdoc/>
    public void Observe(Simulation simulation)
    {
        PhasePoint state = simulation.State;
        double energy = potential.Evaluate(state.Positions, _forces) + Observables.KineticEnergy(simulation.System, state);
        if (_before is null)
        {
            _before = state.Clone();
        }
        else
        {
            double residual = _residual.Of(_before, state) / tolerance;
            LargestResidual = Math.Max(LargestResidual, residual);
            Silent += residual <= 2 ? 0 : 1;
            Jumps += Math.Abs(energy - _energy) <= Jump * Math.Abs(_energy) ? 0 : 1;
            if (simulation.Step % RootInterval == 0)
            {
                Compare(state);
            }

            state.CopyTo(_before);
        }

        _energy = energy;
    }

    private void Compare(PhasePoint state)
    {
        if (!other.StepAlone(_before!).IsConverged)
        {
            NotCompared++;
            return;
        }

        double distance = _residual.Between(_before!, state) / tolerance;
        Roots++;
        LargestDistance = Math.Max(LargestDistance, distance);
        OtherRoots += distance <= SameRoot ? 0 : 1;
    }
}

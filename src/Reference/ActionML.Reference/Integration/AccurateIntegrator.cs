using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>
/// Integrates q̇ = p/m, ṗ = −∂V/∂q to near machine precision: velocity Verlet with n = 1, 2, 3, … substeps,
/// extrapolated to n → ∞ in powers of (H/n)², with automatic step length.
/// </summary>
/// <remarks>
/// This is the Gragg–Bulirsch–Stoer method on Störmer's rule (Hairer, Nørsett, Wanner, Solving Ordinary Differential
/// Equations I, section II.14). Velocity Verlet is symmetric, so its error has even powers of the substep only and
/// each column of the extrapolation table
/// T(j, m) = T(j, m−1) + (T(j, m−1) − T(j−1, m−1)) / ((nⱼ/nⱼ₋ₘ)² − 1)
/// gains two orders; ten columns reach order 20. The table holds increments from the start of the step, so rounding
/// is relative to the increment and not to the state. The method is not symplectic: its error is instead kept at
/// rounding. One instance belongs to one thread.
/// </remarks>
public sealed class AccurateIntegrator
{
    private const int Columns = 10;

    // The column that the step length aims at: order 16 costs the fewest evaluations per time near 1e-14.
    private const int TargetColumn = 7;

    private readonly ParticleSystem _system;
    private readonly IPotential _potential;
    private readonly AccurateIntegratorOptions _options;
    private readonly int _size;
    private readonly double[] _inverseMasses;
    private readonly double[] _position;
    private readonly double[] _force;
    private readonly double[] _startForce;
    private readonly double[][] _table = new double[Columns][];

    private double _proposal;

    /// <summary>Creates an integrator of one system in one potential.</summary>
    /// <param name="system">The system; gives the masses.</param>
    /// <param name="potential">The potential V(q) with its forces.</param>
    /// <param name="options">Accuracy; null for the defaults.</param>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public AccurateIntegrator(ParticleSystem system, IPotential potential, AccurateIntegratorOptions? options = null)
    {
        _options = options ?? new AccurateIntegratorOptions();
        _options.Validate();
        _system = system;
        _potential = potential;
        _size = system.Coordinates;
        _inverseMasses = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            _inverseMasses[i] = 1 / system.Masses[i / system.Dimension];
        }

        _position = new double[_size];
        _force = new double[_size];
        _startForce = new double[_size];
        for (int j = 0; j < Columns; j++)
        {
            _table[j] = new double[2 * _size];
        }
    }

    /// <summary>Force evaluations so far.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Accepted steps so far.</summary>
    public long AcceptedSteps { get; private set; }

    /// <summary>Rejected steps so far.</summary>
    public long RejectedSteps { get; private set; }

    /// <summary>The total energy H = Σ p²/2m + V(q) of a state.</summary>
    public double Energy(PhasePoint state)
    {
        double kinetic = 0;
        for (int i = 0; i < _size; i++)
        {
            kinetic += 0.5 * state.Momenta[i] * state.Momenta[i] * _inverseMasses[i];
        }

        return kinetic + _potential.Evaluate(state.Positions, _force);
    }

    /// <summary>Moves a state by a duration, in place.</summary>
    /// <param name="state">The state; after an exception it is at the last accepted step.</param>
    /// <param name="duration">Time in model units; negative goes backward.</param>
    /// <exception cref="ConvergenceException">The step length fell to the smallest allowed one, or there were too many steps.</exception>
    public void Advance(PhasePoint state, double duration)
    {
        if (!TryAdvance(state, duration))
        {
            throw new ConvergenceException(
                $"The reference integration stopped before {duration} time units were done: the step fell below {_options.SmallestStepShare:g} of that, or more than {_options.MaxSteps} steps were needed. Particles probably collide; use softening, or another initial state.");
        }
    }

    /// <summary>Moves a state by a duration, in place; false when the end was not reached (see <see cref="Advance"/>).</summary>
    /// <param name="state">The state; after false it is at the last accepted step.</param>
    /// <param name="duration">Time in model units; negative goes backward.</param>
    /// <exception cref="ArgumentException">The state's shape is not the system's, or the duration is not finite.</exception>
    public bool TryAdvance(PhasePoint state, double duration)
    {
        if (state.Positions.Length != _size || state.Dimension != _system.Dimension || !double.IsFinite(duration))
        {
            throw new ArgumentException(
                $"Found a state of {state.Count} particles in {state.Dimension} dimensions and a duration of {duration}; expected {_system.Count} particles in {_system.Dimension} dimensions and a finite duration.");
        }

        double direction = Math.Sign(duration);
        double total = Math.Abs(duration);
        double done = 0;
        if (_proposal <= 0)
        {
            _proposal = FirstStep(state, total);
        }

        for (int step = 0; done < total; step++)
        {
            double remaining = total - done;

            // The last step takes up to 1 % more than proposed, so that no sliver of a step is left over.
            bool last = remaining <= 1.01 * _proposal;
            double length = last ? remaining : _proposal;
            if (step >= _options.MaxSteps || length < _options.SmallestStepShare * total)
            {
                return false;
            }

            bool accepted = TryStep(state, direction * length, out double factor);
            if (accepted)
            {
                AcceptedSteps++;
                done = last ? total : done + length;

                // A step cut short by the end says little about the next one, unless it asks for a shorter one.
                _proposal = last ? Math.Max(_proposal, length * factor) : length * factor;
            }
            else
            {
                RejectedSteps++;
                _proposal = length * factor;
            }
        }

        return true;
    }

    private double FirstStep(PhasePoint state, double total)
    {
        // A tenth of the time in which the present force changes the momenta by their own size, or moves by the size.
        Evaluate(state.Positions, _force);
        double p2 = 0, f2 = 0, q2 = 0;
        for (int i = 0; i < _size; i++)
        {
            p2 += state.Momenta[i] * state.Momenta[i] * _inverseMasses[i];
            f2 += _force[i] * _force[i] * _inverseMasses[i];
            q2 += state.Positions[i] * state.Positions[i] / _inverseMasses[i];
        }

        double step = 0.1 * Math.Sqrt((p2 > 0 ? p2 : Math.Sqrt(q2 * f2)) / f2);
        return double.IsFinite(step) && step > 0 ? Math.Min(step, total) : total;
    }

    private void Evaluate(ReadOnlySpan<double> positions, double[] force)
    {
        _potential.Evaluate(positions, force);
        Evaluations++;
    }

    private bool TryStep(PhasePoint state, double length, out double factor)
    {
        Evaluate(state.Positions, _startForce);
        Scales(state, out double positionScale, out double momentumScale);
        double error = double.PositiveInfinity;
        for (int j = 0; j < Columns; j++)
        {
            Substeps(state, length, j + 1, _table[j]);
            for (int m = j - 1; m >= 0; m--)
            {
                double ratio = (j + 1.0) / (m + 1.0);
                Extrapolate(_table[m + 1], _table[m], 1 / ((ratio * ratio) - 1));
            }

            if (j == 0)
            {
                continue;
            }

            double previous = error;
            error = Difference(_table[0], _table[1], positionScale, momentumScale) / _options.Tolerance;
            double exponent = 1.0 / ((2 * j) + 1);
            if (error <= 1)
            {
                double raw = 0.9 * Math.Pow(Math.Max(error, 1e-30), -exponent);

                // Fewer columns than aimed at: the next step may be longer. More: it should be shorter.
                double longest = j < TargetColumn ? 4 : j == TargetColumn ? 1.2 : 0.85;
                factor = Math.Clamp(raw, 0.2, longest);
                Accept(state);
                return true;
            }

            // Hopeless: not finite, or still growing when the columns should already gain digits.
            if (!double.IsFinite(error) || (j > 3 && error > previous))
            {
                factor = double.IsFinite(error) ? Math.Clamp(0.7 * Math.Pow(error, -exponent), 0.05, 0.5) : 0.1;
                return false;
            }
        }

        factor = Math.Clamp(0.7 * Math.Pow(error, -1.0 / ((2 * Columns) - 1)), 0.05, 0.7);
        return false;
    }

    private void Scales(PhasePoint state, out double positionScale, out double momentumScale)
    {
        double q2 = 0, p2 = 0;
        for (int i = 0; i < _size; i++)
        {
            q2 += state.Positions[i] * state.Positions[i];
            p2 += state.Momenta[i] * state.Momenta[i] * _inverseMasses[i];
        }

        // Tiny floors keep a state at the origin or at rest from asking for an exact result.
        positionScale = Math.Sqrt(q2 / _size) + 1e-12;
        momentumScale = Math.Sqrt(p2 / _size) + 1e-12;
    }

    /// <summary>Velocity Verlet with n substeps; writes the increments (Δq, Δp).</summary>
    private void Substeps(PhasePoint state, double length, int substeps, double[] increments)
    {
        double h = length / substeps;
        Span<double> dq = increments.AsSpan(0, _size);
        Span<double> dp = increments.AsSpan(_size, _size);
        dq.Clear();
        for (int i = 0; i < _size; i++)
        {
            dp[i] = 0.5 * h * _startForce[i];
        }

        for (int step = 1; step <= substeps; step++)
        {
            for (int i = 0; i < _size; i++)
            {
                dq[i] += h * (state.Momenta[i] + dp[i]) * _inverseMasses[i];
                _position[i] = state.Positions[i] + dq[i];
            }

            Evaluate(_position, _force);
            double kick = step == substeps ? 0.5 * h : h;
            for (int i = 0; i < _size; i++)
            {
                dp[i] += kick * _force[i];
            }
        }
    }

    private static void Extrapolate(double[] finer, double[] coarser, double weight)
    {
        for (int i = 0; i < finer.Length; i++)
        {
            coarser[i] = finer[i] + (weight * (finer[i] - coarser[i]));
        }
    }

    private double Difference(double[] a, double[] b, double positionScale, double momentumScale)
    {
        double largest = 0;
        for (int i = 0; i < _size; i++)
        {
            double position = Math.Abs(a[i] - b[i]) / positionScale;
            double momentum = Math.Abs(a[_size + i] - b[_size + i]) * Math.Sqrt(_inverseMasses[i]) / momentumScale;
            if (double.IsNaN(position) || double.IsNaN(momentum))
            {
                return double.NaN; // Math.Max would keep NaN too, but only by a rule that is easy to forget
            }

            largest = Math.Max(largest, Math.Max(position, momentum));
        }

        return largest;
    }

    private void Accept(PhasePoint state)
    {
        double[] best = _table[0];
        for (int i = 0; i < _size; i++)
        {
            state.Positions[i] += best[i];
            state.Momenta[i] += best[_size + i];
        }
    }
}

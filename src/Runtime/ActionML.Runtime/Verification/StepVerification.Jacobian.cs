namespace ActionML.Runtime;

/// <content>The Jacobian of a step: symplectic defect and spectral radius.</content>
public static partial class StepVerification
{
    /// <summary>Default displacement of finite differences, in units of the state's scale.</summary>
    public const double DefaultDisplacement = 1e-3;

    /// <summary>
    /// The symplectic defect max|MᵀJM − J| of an executed step, with M its Jacobian in the natural units of
    /// <see cref="StateScale"/>.
    /// </summary>
    /// <remarks>
    /// M is taken by fourth-order central differences of steps that depend on the state alone: without warm-start
    /// history, and all with the number of evaluations that the base point needs, so that the map is smooth. It is
    /// never taken of a Hessian of S: the Cayley transform of any symmetric matrix is symplectic, so that check could
    /// not fail. Rounding limits the result to about 1e-12; truncation to about 1e-12 times the fifth derivative.
    /// </remarks>
    /// <param name="stepper">The stepper; its history is forgotten.</param>
    /// <param name="state">Where; unchanged.</param>
    /// <param name="displacement">The displacement, in units of the state's scale.</param>
    /// <exception cref="ConvergenceException">The step from this state does not converge.</exception>
    public static double SymplecticDefect(
        SymplecticStepper stepper, PhasePoint state, double displacement = DefaultDisplacement)
    {
        int evaluations = EvaluationsAt(stepper, state);
        return SymplecticDefect(
            stepper.System, stepper.TimeStep, state, point => stepper.StepAlone(point, evaluations), displacement);
    }

    /// <summary>The symplectic defect of any step that depends on the state alone.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="timeStep">The step h, for <see cref="StateScale"/>.</param>
    /// <param name="state">Where; unchanged.</param>
    /// <param name="step">Advances a state in place.</param>
    /// <param name="displacement">The displacement, in units of the state's scale.</param>
    public static double SymplecticDefect(
        ParticleSystem system, TimeStep timeStep, PhasePoint state, Action<PhasePoint> step, double displacement = DefaultDisplacement)
    {
        int n = system.Coordinates;
        int size = 2 * n;
        double[] m = Jacobian(system, timeStep, state, step, displacement);
        double defect = 0;
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double sum = a - b == n ? 1 : 0; // minus J, with a in the lower half
                for (int k = 0; k < n; k++)
                {
                    sum += (m[(k * size) + a] * m[((n + k) * size) + b]) - (m[((n + k) * size) + a] * m[(k * size) + b]);
                }

                defect = Math.Max(defect, double.IsNaN(sum) ? double.PositiveInfinity : Math.Abs(sum));
            }
        }

        return defect;
    }

    /// <summary>
    /// The Jacobian M of a step in the natural units of <see cref="StateScale"/>, by fourth-order central
    /// differences: [2·N·D, 2·N·D] row-major, components ordered (q, p).
    /// </summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="timeStep">The step h, for <see cref="StateScale"/>.</param>
    /// <param name="state">Where; unchanged.</param>
    /// <param name="step">Advances a state in place; must depend on the state alone.</param>
    /// <param name="displacement">The displacement, in units of the state's scale.</param>
    public static double[] Jacobian(
        ParticleSystem system, TimeStep timeStep, PhasePoint state, Action<PhasePoint> step, double displacement = DefaultDisplacement)
    {
        ReadOnlySpan<(double Offset, double Weight)> stencil = [(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)];
        StateScale scale = StateScale.Of(system, state, timeStep);
        int n = system.Coordinates;
        int size = 2 * n;
        var jacobian = new double[size * size];
        PhasePoint point = state.Clone();
        for (int column = 0; column < size; column++)
        {
            foreach ((double offset, double weight) in stencil)
            {
                state.CopyTo(point);
                double[] displaced = column < n ? point.Positions : point.Momenta;
                displaced[column % n] += offset * displacement * scale.Unit(system, column);
                step(point);
                for (int row = 0; row < size; row++)
                {
                    double change = row < n
                        ? point.Positions[row] - state.Positions[row]
                        : point.Momenta[row - n] - state.Momenta[row - n];
                    jacobian[(row * size) + column] += weight * change / (displacement * scale.Unit(system, row));
                }
            }
        }

        return jacobian;
    }

    /// <summary>
    /// The spectral radius of A = ½J∇²S at a state, from the Jacobian M = (I − A)⁻¹(I + A) of the executed step: tan(ωh/2)
    /// of the fastest mode there. 1 is where plain iteration on (Δq, Δp) ends, and the mode's period is 4 h; at the pole
    /// of S, ωh = π, it is infinite.
    /// </summary>
    /// <param name="stepper">The stepper; its history is forgotten.</param>
    /// <param name="state">Where; unchanged.</param>
    /// <param name="displacement">The displacement, in units of the state's scale.</param>
    /// <exception cref="ConvergenceException">The step from this state does not converge.</exception>
    public static double SpectralRadius(
        SymplecticStepper stepper, PhasePoint state, double displacement = DefaultDisplacement)
    {
        int evaluations = EvaluationsAt(stepper, state);
        double[] m = Jacobian(
            stepper.System, stepper.TimeStep, state, point => stepper.StepAlone(point, evaluations), displacement);
        return CayleyTransform.SpectralRadius(m, 2 * stepper.System.Coordinates);
    }

    internal static int EvaluationsAt(SymplecticStepper stepper, PhasePoint state)
    {
        CorrectorResult solved = stepper.StepAlone(state.Clone());
        return solved.IsConverged
            ? solved.Evaluations
            : throw new ConvergenceException(
                FormattableString.Invariant($"The Jacobian was asked of a state whose step does not converge (residual {solved.Residual:E1} after {solved.Evaluations} evaluations). Choose another state or a looser tolerance."));
    }
}

namespace ActionML.Runtime;

/// <summary>Measures, on executed steps, whether a stepper keeps what it claims to keep.</summary>
public static class StepVerification
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
    /// The symplectic defect of an executed step along a few random directions: max|(Ma)ᵀJ(Mb) − aᵀJb| over the pairs of
    /// directions a, b = u and Ju with u of Gaussian components, |u| = 1. For large systems, whose whole M costs 8·N·D
    /// steps; a defect of <see cref="SymplecticDefect(SymplecticStepper, PhasePoint, double)"/> that all directions share shows
    /// here in full, one of single coordinates in proportion to their share.
    /// </summary>
    /// <param name="stepper">The stepper; its history is forgotten.</param>
    /// <param name="state">Where; unchanged.</param>
    /// <param name="seed">Seed of the directions.</param>
    /// <param name="directions">Number of directions u; each costs eight steps.</param>
    /// <param name="displacement">The displacement along a direction, in units of the state's scale times √(2·N·D).</param>
    /// <exception cref="ConvergenceException">The step from this state does not converge.</exception>
    public static double SampledSymplecticDefect(
        SymplecticStepper stepper, PhasePoint state, ulong seed, int directions = 2, double displacement = DefaultDisplacement)
    {
        int evaluations = EvaluationsAt(stepper, state);
        ParticleSystem system = stepper.System;
        int n = system.Coordinates;
        StateScale scale = StateScale.Of(system, state, stepper.TimeStep);
        var random = new DeterministicRandom(seed);
        List<(double[] Direction, double[] Image)> vectors = [];
        for (int k = 0; k < directions; k++)
        {
            var u = new double[2 * n];
            for (int i = 0; i < u.Length; i++)
            {
                u[i] = random.NextGaussian();
            }

            Normalize(u);
            double[] turned = [.. u.AsSpan(n), .. u.AsSpan(0, n).ToArray().Select(x => -x)];
            vectors.Add((u, Along(u)));
            vectors.Add((turned, Along(turned)));
        }

        double defect = 0;
        for (int a = 0; a < vectors.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double difference = Area(vectors[a].Image, vectors[b].Image) - Area(vectors[a].Direction, vectors[b].Direction);
                defect = Math.Max(defect, double.IsNaN(difference) ? double.PositiveInfinity : Math.Abs(difference));
            }
        }

        return defect;

        double[] Along(double[] direction)
        {
            ReadOnlySpan<(double Offset, double Weight)> stencil = [(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)];
            var image = new double[2 * n];
            double length = displacement * Math.Sqrt(2.0 * n);
            PhasePoint point = state.Clone();
            foreach ((double offset, double weight) in stencil)
            {
                state.CopyTo(point);
                for (int i = 0; i < n; i++)
                {
                    point.Positions[i] += offset * length * direction[i] * scale.Unit(system, i);
                    point.Momenta[i] += offset * length * direction[n + i] * scale.Unit(system, n + i);
                }

                stepper.StepAlone(point, evaluations);
                int component = 0;
                ForEachDifference(system, scale, point, state, difference => image[component++] += weight * difference / length);
            }

            return image;
        }

        double Area(double[] a, double[] b)
        {
            double area = 0;
            for (int i = 0; i < n; i++)
            {
                area += (a[i] * b[n + i]) - (a[n + i] * b[i]);
            }

            return area;
        }
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

    /// <summary>
    /// Steps forward, flips the momenta, steps as often again and flips: the largest component of what is left, in
    /// the natural units of the start.
    /// </summary>
    /// <param name="stepper">The stepper; its history is forgotten at the start and at the flip.</param>
    /// <param name="state">The start; unchanged.</param>
    /// <param name="steps">The number of steps in each direction.</param>
    /// <exception cref="ConvergenceException">A step could not be made.</exception>
    public static double ReversalError(IStepper stepper, PhasePoint state, int steps)
    {
        PhasePoint point = state.Clone();
        for (int direction = 0; direction < 2; direction++)
        {
            stepper.ResetHistory();
            for (int i = 0; i < steps; i++)
            {
                stepper.Step(point);
            }

            point.FlipMomenta();
        }

        stepper.ResetHistory();
        StateScale scale = StateScale.Of(stepper.System, state, stepper.TimeStep);
        double error = 0;
        ForEachDifference(stepper.System, scale, point, state, difference => error = Math.Max(error, Math.Abs(difference)));
        return error;
    }

    /// <summary>
    /// How much a small displacement grows along a trajectory: the largest ratio |δx(k)|/|δx(0)| over k up to
    /// <paramref name="steps"/> and over a few random displacements, in the natural units of the start; at least 1.
    /// What rounding and solver errors are multiplied by, and hence the scale of a reversal error.
    /// </summary>
    /// <param name="stepper">The stepper; its history is forgotten.</param>
    /// <param name="state">The start; unchanged.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="seed">Seed of the displacements.</param>
    /// <param name="directions">The number of displacements.</param>
    /// <exception cref="ConvergenceException">A step could not be made.</exception>
    public static double TangentGrowth(IStepper stepper, PhasePoint state, int steps, ulong seed, int directions = 4)
    {
        // Far above the solver's tolerance, far below the scale on which the map bends; renewed after every step.
        const double Separation = 1e-5;
        ParticleSystem system = stepper.System;
        StateScale scale = StateScale.Of(system, state, stepper.TimeStep);
        var trajectory = new PhasePoint[steps + 1];
        PhasePoint point = state.Clone();
        trajectory[0] = state.Clone();
        stepper.ResetHistory();
        for (int i = 1; i <= steps; i++)
        {
            stepper.Step(point);
            trajectory[i] = point.Clone();
        }

        var random = new DeterministicRandom(seed);
        var tangent = new double[2 * system.Coordinates];
        double largest = 1;
        for (int direction = 0; direction < directions; direction++)
        {
            for (int i = 0; i < tangent.Length; i++)
            {
                tangent[i] = random.NextGaussian();
            }

            double growth = 1;
            Normalize(tangent);
            stepper.ResetHistory();
            for (int i = 0; i < steps; i++)
            {
                trajectory[i].CopyTo(point);
                for (int c = 0; c < tangent.Length; c++)
                {
                    double[] half = c < system.Coordinates ? point.Positions : point.Momenta;
                    half[c % system.Coordinates] += Separation * tangent[c] * scale.Unit(system, c);
                }

                stepper.Step(point);
                int component = 0;
                ForEachDifference(system, scale, point, trajectory[i + 1], difference => tangent[component++] = difference);
                growth *= Normalize(tangent) / Separation;
                largest = Math.Max(largest, growth);
            }
        }

        stepper.ResetHistory();
        return largest;
    }

    /// <summary>The largest change of each linear or angular invariant in one step, over a run.</summary>
    /// <param name="stepper">The stepper; its history is forgotten at the start, then used as in any run.</param>
    /// <param name="state">The start; unchanged.</param>
    /// <param name="steps">The number of steps.</param>
    /// <exception cref="ConvergenceException">A step could not be made.</exception>
    public static InvariantErrors Invariants(IStepper stepper, PhasePoint state, int steps)
    {
        PhasePoint before = state.Clone();
        PhasePoint after = state.Clone();
        InvariantErrors largest = default;
        stepper.ResetHistory();
        for (int i = 0; i < steps; i++)
        {
            stepper.Step(after);
            InvariantErrors errors = InvariantErrors.Between(stepper.System, stepper.TimeStep.Value, before, after);
            largest = InvariantErrors.Largest(largest, errors);
            after.CopyTo(before);
        }

        stepper.ResetHistory();
        return largest;
    }

    private static int EvaluationsAt(SymplecticStepper stepper, PhasePoint state)
    {
        CorrectorResult solved = stepper.StepAlone(state.Clone());
        return solved.IsConverged
            ? solved.Evaluations
            : throw new ConvergenceException(
                FormattableString.Invariant($"The Jacobian was asked of a state whose step does not converge (residual {solved.Residual:E1} after {solved.Evaluations} evaluations). Choose another state or a looser tolerance."));
    }

    private static double Normalize(double[] vector)
    {
        double square = 0;
        foreach (double component in vector)
        {
            square += component * component;
        }

        double length = Math.Sqrt(square);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }

        return length;
    }

    private static void ForEachDifference(
        ParticleSystem system, StateScale scale, PhasePoint a, PhasePoint b, Action<double> use)
    {
        int n = system.Coordinates;
        for (int i = 0; i < n; i++)
        {
            use((a.Positions[i] - b.Positions[i]) / scale.Unit(system, i));
        }

        for (int i = 0; i < n; i++)
        {
            use((a.Momenta[i] - b.Momenta[i]) / scale.Unit(system, n + i));
        }
    }
}

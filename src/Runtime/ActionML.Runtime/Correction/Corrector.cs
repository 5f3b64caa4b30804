namespace ActionML.Runtime;

/// <summary>
/// Solves the implicit midpoint equation x̄ = x + ½Δ(x̄), Δ = (∂S/∂p̄, −∂S/∂q̄), of a generating function S(q̄, p̄).
/// </summary>
/// <remarks>
/// <para>
/// <b>Unknowns.</b> Not (Δq, Δp) but the reduced ρ = Δq − h p̄/m and Δp, with p̄ = p + ½Δp, in double whatever the
/// model's precision. An evaluation at (ρ, Δp) gives Δ at q̄ = q + ½(ρ + h p̄/m) and p̄, and from it the new ρ = Δq − h p̄/m
/// <i>at the p̄ of that evaluation</i>: the free flight, which couples the two linearly, is then known exactly and
/// never iterated on. For a harmonic mode, θ = ωh/2 and t = tan θ, plain iteration converges for t(t − θ) &lt; 1
/// (ωh &lt; 2.04) instead of t &lt; 1 (ωh &lt; 1.57).
/// </para>
/// <para>
/// <b>Residual.</b> r = √( Σᵢ (mᵢ|δρᵢ|²/h² + |δΔpᵢ|²/mᵢ) / (2ND) ) / s, where δ is evaluated minus iterate and s the
/// model's <see cref="ModelManifest.ResidualScale"/>. Inside, unknowns are (√m ρ/h, Δp/√m), so that r and Anderson's
/// inner product are Euclidean and do not depend on the particles' masses or number.
/// </para>
/// <para>
/// <b>Linear invariants.</b> Every guess and every evaluated Δ is projected, in double, onto ΣΔp = 0 and Σmρ = 0
/// (isolated or periodic systems): a direct guess, mixing and sums in float break them.
/// </para>
/// <para>
/// <b>Result.</b> The ρ and Δp of the last evaluation, with Δq = ρ + h(p + ½Δp)/m: total momentum is kept and the
/// center of mass flies freely, both to rounding, and the rotational invariance of S turns into that of the step to
/// first order in the residual. An unconverged solve returns the evaluation with the smallest residual.
/// </para>
/// <para>A solve allocates nothing and depends on its arguments alone. An instance is not thread-safe, and its model must stay bound to its system.</para>
/// </remarks>
public sealed class Corrector
{
    // A residual this far above the smallest of the solve does not come back. Anderson mixing may well overshoot by
    // a factor of ten or a hundred on its way.
    private const double DivergenceRatio = 1e4;

    // Stagnation: over this many evaluations the best residual has not improved by this factor. An iteration that
    // contracts by 0.99 each time still does (0.99^30 = 0.74).
    private const int StagnationWindow = 30;
    private const double StagnationFactor = 0.9;

    private readonly IActionModel _model;
    private readonly CorrectorOptions _options;
    private readonly AndersonMixer _mixer;
    private readonly double _residualNorm; // turns a Euclidean norm of the scaled unknowns into r
    private readonly double _componentNorm; // turns one scaled component into units of s
    private readonly double[] _inverseMass; // 1/m per component, [N·D]
    private readonly double[] _rootMass; // √m per component, [N·D]
    private readonly double[] _inverseRootMass;
    private readonly double[] _iterate; // (√m ρ/h, Δp/√m), [2·N·D]
    private readonly double[] _residual;
    private readonly double[] _midpointDisplacements;
    private readonly double[] _midpointMomenta;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;
    private double[] _evaluated;
    private double[] _best;

    /// <summary>Binds a model to a system and prepares the buffers of a solve.</summary>
    /// <param name="model">The generating function. The step h and the residual scale are its manifest's.</param>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="options">How to solve.</param>
    /// <exception cref="UsageException">The options are not valid.</exception>
    /// <exception cref="ModelMismatchException">The model is not meant for this system.</exception>
    public Corrector(IActionModel model, ParticleSystem system, CorrectorOptions options)
    {
        options.Validate();
        double scale = model.Manifest.ResidualScale;
        if (!double.IsFinite(scale) || scale <= 0)
        {
            throw new ModelMismatchException(
                $"The model's residual scale is {scale}; it must be positive and finite. The file is damaged or was trained on particles at rest; export or train it again.");
        }

        model.Bind(system);
        _model = model;
        _options = options;
        System = system;
        TimeStep = model.Manifest.TimeStep;

        int n = system.Coordinates;
        _inverseMass = new double[n];
        _rootMass = new double[n];
        _inverseRootMass = new double[n];
        for (int i = 0; i < n; i++)
        {
            double mass = system.Masses[i / system.Dimension];
            _inverseMass[i] = 1 / mass;
            _rootMass[i] = Math.Sqrt(mass);
            _inverseRootMass[i] = 1 / _rootMass[i];
        }

        _componentNorm = 1 / scale;
        _residualNorm = 1 / (scale * Math.Sqrt(2.0 * n));
        _mixer = new AndersonMixer(2 * n, options.Depth, options.Mixing, options.Regularization);
        _iterate = new double[2 * n];
        _residual = new double[2 * n];
        _evaluated = new double[2 * n];
        _best = new double[2 * n];
        _midpointDisplacements = new double[n];
        _midpointMomenta = new double[n];
        _deltaPositions = new double[n];
        _deltaMomenta = new double[n];
    }

    /// <summary>The system that the model is bound to.</summary>
    public ParticleSystem System { get; }

    /// <summary>The step h.</summary>
    public TimeStep TimeStep { get; }

    /// <summary>How a solve is done.</summary>
    public CorrectorOptions Options => _options;

    /// <summary>Solves for one step, to the tolerance.</summary>
    /// <param name="start">x = (q, p), the start of the step; unchanged.</param>
    /// <param name="neighbors">The neighbor list of the step.</param>
    /// <param name="guessDeltaPositions">First guess of Δq, [N, D]; empty together with that of Δp for free flight.</param>
    /// <param name="guessDeltaMomenta">First guess of Δp, [N, D].</param>
    /// <param name="deltaPositions">Receives Δq, [N, D].</param>
    /// <param name="deltaMomenta">Receives Δp, [N, D].</param>
    /// <returns>How the solve ended. When not finite from the start, Δ is that of free flight.</returns>
    /// <exception cref="ArgumentException">A shape is not that of the system.</exception>
    public CorrectorResult Solve(
        PhasePoint start,
        NeighborList neighbors,
        ReadOnlySpan<double> guessDeltaPositions,
        ReadOnlySpan<double> guessDeltaMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        return Run(start, neighbors, guessDeltaPositions, guessDeltaMomenta, deltaPositions, deltaMomenta, fixedEvaluations: 0);
    }

    /// <summary>
    /// Spends exactly this number of evaluations, whatever the residual: a smooth function of the start and the
    /// guess, which is what finite differences of an executed step need.
    /// </summary>
    /// <param name="start">x = (q, p), the start of the step; unchanged.</param>
    /// <param name="neighbors">The neighbor list of the step.</param>
    /// <param name="guessDeltaPositions">First guess of Δq, [N, D]; empty together with that of Δp for free flight.</param>
    /// <param name="guessDeltaMomenta">First guess of Δp, [N, D].</param>
    /// <param name="evaluations">The number of evaluations, at least 1.</param>
    /// <param name="deltaPositions">Receives Δq of the last evaluation, [N, D].</param>
    /// <param name="deltaMomenta">Receives Δp of the last evaluation, [N, D].</param>
    /// <returns>The residual of the last evaluation, and whether it is within the tolerance.</returns>
    /// <exception cref="ArgumentException">A shape is not that of the system.</exception>
    public CorrectorResult SolveFixed(
        PhasePoint start,
        NeighborList neighbors,
        ReadOnlySpan<double> guessDeltaPositions,
        ReadOnlySpan<double> guessDeltaMomenta,
        int evaluations,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(evaluations, 1);
        return Run(start, neighbors, guessDeltaPositions, guessDeltaMomenta, deltaPositions, deltaMomenta, evaluations);
    }

    private CorrectorResult Run(
        PhasePoint start,
        NeighborList neighbors,
        ReadOnlySpan<double> guessDeltaPositions,
        ReadOnlySpan<double> guessDeltaMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta,
        int fixedEvaluations)
    {
        CheckShapes(start, neighbors, guessDeltaPositions, guessDeltaMomenta, deltaPositions, deltaMomenta);
        ReadGuess(start, guessDeltaPositions, guessDeltaMomenta);
        Array.Clear(_best);

        // Every solve starts its mixing anew. Keeping the differences of the previous step, whose Jacobian is another
        // one, cost more than it saved: three bodies at step 0.25, 1e-8, depth 8: 8.5 evaluations instead of 7.1.
        _mixer.Clear();

        double bestResidual = double.PositiveInfinity;
        double bestLargest = double.PositiveInfinity;
        double referenceResidual = double.PositiveInfinity; // the best when the stagnation window was last renewed
        int referenceEvaluation = 0;
        int limit = fixedEvaluations > 0 ? fixedEvaluations : _options.MaxEvaluations;
        CorrectorStatus status = CorrectorStatus.MaxEvaluationsReached;
        int evaluations = 0;
        while (evaluations < limit)
        {
            Evaluate(start, neighbors);
            evaluations++;
            (double residual, double largest) = FormResidual();
            if (!double.IsFinite(residual))
            {
                status = CorrectorStatus.NotFinite;
                break;
            }

            // Written so that the returned Δ is always one that was evaluated, and of known residual.
            if (residual < bestResidual || fixedEvaluations > 0)
            {
                (_best, _evaluated) = (_evaluated, _best);
                (bestResidual, bestLargest) = (residual, largest);
            }

            if (fixedEvaluations > 0)
            {
                status = residual <= _options.Tolerance ? CorrectorStatus.Converged : CorrectorStatus.MaxEvaluationsReached;
            }
            else if (residual <= _options.Tolerance)
            {
                status = CorrectorStatus.Converged;
                break;
            }
            else if (residual > DivergenceRatio * bestResidual)
            {
                status = CorrectorStatus.Diverged;
                break;
            }
            else if (bestResidual < StagnationFactor * referenceResidual)
            {
                referenceResidual = bestResidual;
                referenceEvaluation = evaluations;
            }
            else if (evaluations - referenceEvaluation >= StagnationWindow)
            {
                status = CorrectorStatus.Stagnated;
                break;
            }

            _mixer.Mix(_iterate, _residual);
            Project(_iterate);
        }

        WriteResult(start, deltaPositions, deltaMomenta);
        return new CorrectorResult(status, evaluations, bestResidual, bestLargest);
    }

    private void CheckShapes(
        PhasePoint start,
        NeighborList neighbors,
        ReadOnlySpan<double> guessDeltaPositions,
        ReadOnlySpan<double> guessDeltaMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        int n = System.Coordinates;
        if (start.Count != System.Count || start.Dimension != System.Dimension
            || neighbors.Count != System.Count || neighbors.Dimension != System.Dimension)
        {
            throw new ArgumentException(
                $"The state has {start.Count} particles in {start.Dimension} dimensions, the neighbor list {neighbors.Count} in {neighbors.Dimension}; the system has {System.Count} in {System.Dimension}.");
        }

        if (deltaPositions.Length != n || deltaMomenta.Length != n)
        {
            throw new ArgumentException(
                $"The results have room for {deltaPositions.Length} and {deltaMomenta.Length} components; a step has {n} of each.");
        }

        if (guessDeltaPositions.Length != guessDeltaMomenta.Length || (guessDeltaPositions.Length != 0 && guessDeltaPositions.Length != n))
        {
            throw new ArgumentException(
                $"The guess has {guessDeltaPositions.Length} and {guessDeltaMomenta.Length} components; give {n} of each, or none for free flight.");
        }
    }

    private void ReadGuess(PhasePoint start, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta)
    {
        if (deltaPositions.IsEmpty)
        {
            Array.Clear(_iterate);
            return;
        }

        int n = _rootMass.Length;
        double h = TimeStep.Value;
        bool finite = true;
        for (int i = 0; i < n; i++)
        {
            double momentum = start.Momenta[i] + (0.5 * deltaMomenta[i]);
            _iterate[i] = _rootMass[i] * ((deltaPositions[i] / h) - (momentum * _inverseMass[i]));
            _iterate[n + i] = deltaMomenta[i] * _inverseRootMass[i];
            finite &= double.IsFinite(_iterate[i]) && double.IsFinite(_iterate[n + i]);
        }

        if (!finite)
        {
            Array.Clear(_iterate); // a guess may fail; the solve then starts from free flight
            return;
        }

        Project(_iterate);
    }

    private void Evaluate(PhasePoint start, NeighborList neighbors)
    {
        int n = _rootMass.Length;
        double h = TimeStep.Value;
        double[] reference = neighbors.Reference;
        for (int i = 0; i < n; i++)
        {
            double momentum = start.Momenta[i] + (0.5 * _rootMass[i] * _iterate[n + i]);
            double delta = h * ((_inverseRootMass[i] * _iterate[i]) + (_inverseMass[i] * momentum));
            _midpointMomenta[i] = momentum;
            _midpointDisplacements[i] = start.Positions[i] - reference[i] + (0.5 * delta);
        }

        _model.Evaluate(neighbors, _midpointDisplacements, _midpointMomenta, _deltaPositions, _deltaMomenta);
        for (int i = 0; i < n; i++)
        {
            _evaluated[i] = _rootMass[i] * ((_deltaPositions[i] / h) - (_midpointMomenta[i] * _inverseMass[i]));
            _evaluated[n + i] = _deltaMomenta[i] * _inverseRootMass[i];
        }

        Project(_evaluated);
    }

    private (double Residual, double LargestComponent) FormResidual()
    {
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < _residual.Length; i++)
        {
            double difference = _evaluated[i] - _iterate[i];
            _residual[i] = difference;
            sum += difference * difference;
            largest = Math.Max(largest, Math.Abs(difference));
        }

        return (Math.Sqrt(sum) * _residualNorm, largest * _componentNorm);
    }

    // Σmρ = 0 and ΣΔp = 0 are both Σ√m y = 0 for the scaled unknowns; the nearest point is y − √m (Σ√m y)/Σm.
    private void Project(double[] scaled)
    {
        int dimension = System.Dimension;
        int n = _rootMass.Length;
        for (int half = 0; half < 2 * n; half += n)
        {
            for (int d = 0; d < dimension; d++)
            {
                double sum = 0;
                for (int i = d; i < n; i += dimension)
                {
                    sum += _rootMass[i] * scaled[half + i];
                }

                double shift = sum / System.TotalMass;
                for (int i = d; i < n; i += dimension)
                {
                    scaled[half + i] -= _rootMass[i] * shift;
                }
            }
        }
    }

    private void WriteResult(PhasePoint start, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        int n = _rootMass.Length;
        double h = TimeStep.Value;
        for (int i = 0; i < n; i++)
        {
            double deltaMomentum = _rootMass[i] * _best[n + i];
            double momentum = start.Momenta[i] + (0.5 * deltaMomentum);
            deltaMomenta[i] = deltaMomentum;
            deltaPositions[i] = h * ((_inverseRootMass[i] * _best[i]) + (_inverseMass[i] * momentum));
        }
    }
}

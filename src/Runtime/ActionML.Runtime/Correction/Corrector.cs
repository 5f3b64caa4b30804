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
/// <b>Preconditioning.</b> Where the model's manifest has springs that stand for S_qq (<see cref="ModelManifest.PairStiffness"/>), mixing works on
/// (1 + B + B²) f instead of the residual f = g(y) − y, B being what the springs say of g': see <see cref="CorrectorOptions.UsesPairStiffness"/>. Status
/// and result are judged by f.
/// </para>
/// <para>
/// <b>Linear invariants.</b> Every guess and every evaluated Δ is projected, in double, onto ΣΔp = 0 and Σmρ = 0
/// (isolated or periodic systems): a direct guess, mixing and sums in float break them.
/// </para>
/// <para>
/// <b>Result.</b> The ρ and Δp that mixing makes of the evaluation within the tolerance and those before it, with
/// Δq = ρ + h(p + ½Δp)/m: total momentum is kept and the center of mass flies freely, both to rounding, and the rotational
/// invariance of S turns into that of the step to first order in the residual. An unconverged solve returns the
/// evaluation with the smallest residual.
/// </para>
/// <para>A solve allocates nothing and depends on its arguments alone. An instance is not thread-safe, and its model must stay bound to its system.</para>
/// </remarks>
public sealed class Corrector
{
    // ActionML.Export writes the same solve into a file, by the same numbers.
    // A residual this far above the smallest of the solve does not come back. Anderson mixing may well overshoot by
    // a factor of ten or a hundred on its way.
    internal const double DivergenceRatio = 1e4;

    // Stagnation: over this many evaluations the best residual has not improved by this factor. An iteration that
    // contracts by 0.99 each time still does (0.99^30 = 0.74).
    internal const int StagnationWindow = 30;
    internal const double StagnationFactor = 0.9;

    private readonly CorrectorOptions _options;
    private readonly IMidpointIteration _iteration;
    private readonly NewtonGmres? _newton;
    private readonly double _residualNorm; // turns a Euclidean norm of the scaled unknowns into r
    private readonly double _componentNorm; // turns one scaled component into units of s

    /// <summary>Binds a model to a system and prepares the buffers of a solve.</summary>
    /// <param name="model">The generating function. The step h and the residual scale are its manifest's.</param>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="options">How to solve.</param>
    /// <param name="hessian">The same model's Hessian-vector product, for Newton–GMRES.</param>
    /// <exception cref="UsageException">The options are not valid, or what they need is missing.</exception>
    /// <exception cref="ModelMismatchException">The model is not meant for this system.</exception>
    public Corrector(IActionModel model, ParticleSystem system, CorrectorOptions options, IHessianModel? hessian = null)
    {
        options.Validate();
        if (options.Method != CorrectorMethod.Mixing && hessian is null)
        {
            throw new UsageException(
                $"Method is {options.Method}, but there is no Hessian-vector product. Give the model of {TensorNames.HessianFile}, which 'actionml export --hessian' writes, or choose the method Mixing.");
        }

        double scale = model.Manifest.ResidualScale;
        if (!double.IsFinite(scale) || scale <= 0)
        {
            throw new ModelMismatchException(
                $"The model's residual scale is {scale}; it must be positive and finite. The file is damaged or was trained on particles at rest; export or train it again.");
        }

        _options = options;
        System = system;
        TimeStep = model.Manifest.TimeStep;
        int n = system.Coordinates;
        _componentNorm = 1 / scale;
        _residualNorm = 1 / (scale * Math.Sqrt(2.0 * n));
        if (options.Method == CorrectorMethod.Mixing && model is IIteratingModel iterating)
        {
            _iteration = iterating.Iterate(system, options);
        }
        else
        {
            var equation = new MidpointEquation(model, system, options.Method == CorrectorMethod.Mixing ? null : hessian);
            PairPreconditioner? preconditioner = options.UsesPairStiffness && model.Manifest.PairStiffness is { } stiffness
                ? new PairPreconditioner(
                    new PairSprings(stiffness, equation.Unknowns, system, model.Manifest.SpeciesOf(system)), equation.Unknowns, system.Dimension)
                : null;
            _iteration = new HostIteration(equation, 2 * n, options, preconditioner);
            _newton = options.Method == CorrectorMethod.Mixing ? null : new NewtonGmres(equation, 2 * n, options.KrylovDimension);
        }
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
        _iteration.Begin(start, neighbors, guessDeltaPositions, guessDeltaMomenta);
        double bestResidual = double.PositiveInfinity;
        double bestLargest = double.PositiveInfinity;
        double referenceResidual = double.PositiveInfinity; // the best when the stagnation window was last renewed
        int referenceEvaluation = 0;
        int limit = fixedEvaluations > 0 ? fixedEvaluations : _options.Method == CorrectorMethod.Newton ? 0 : _options.MaxEvaluations;
        CorrectorStatus status = CorrectorStatus.MaxEvaluationsReached;
        int evaluations = 0;
        while (evaluations < limit)
        {
            (double residual, double largest) = Scale(_iteration.Evaluate());
            evaluations++;
            if (!double.IsFinite(residual))
            {
                status = CorrectorStatus.NotFinite;
                break;
            }

            if (residual < bestResidual || fixedEvaluations > 0)
            {
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

            _iteration.Mix();
        }

        bool solved = status == CorrectorStatus.Converged || fixedEvaluations > 0;
        if (!solved && _newton is not null)
        {
            return RunNewton(start, neighbors, evaluations, deltaPositions, deltaMomenta);
        }

        if (solved && fixedEvaluations == 0)
        {
            // One more mixing costs no evaluation and leaves an error several times smaller than that of the last evaluated
            // Δ. GeTe at 24 fs and a tolerance of 1e-3 then keeps its energy; without, it lost 5 meV/atom in 100 ps.
            _iteration.Mix();
        }

        // Unsolved, the Δ that is returned is one that was evaluated, and of known residual.
        _iteration.Write(best: !solved, deltaPositions, deltaMomenta);
        return new CorrectorResult(status, evaluations, bestResidual, bestLargest);
    }

    // From the evaluation with the smallest residual, or from the guess where there is none.
    private CorrectorResult RunNewton(
        PhasePoint start, NeighborList neighbors, int evaluations, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        var host = (HostIteration)_iteration;
        double[] unknowns = evaluations > 0 ? host.Best : host.Iterate;
        CorrectorStatus status = _newton!.Solve(start, neighbors, unknowns, _options.Tolerance / _residualNorm);
        (double residual, double largest) = Scale(HostIteration.Measure(_newton.Residual));
        host.Equation.Unknowns.Write(start, unknowns, deltaPositions, deltaMomenta);
        return new CorrectorResult(status, evaluations + _newton.Evaluations, residual, largest) { HessianProducts = _newton.Products };
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

    private (double Residual, double LargestComponent) Scale((double Square, double Largest) residual) =>
        (Math.Sqrt(residual.Square) * _residualNorm, residual.Largest * _componentNorm);
}

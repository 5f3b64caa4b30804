namespace ActionML.Runtime;

/// <summary>
/// The vectors of a solve and what is done to them, wherever they live; <see cref="Corrector"/> decides when. See there for the
/// unknowns y and the map g.
/// </summary>
internal interface IMidpointIteration
{
    /// <summary>Starts a solve: y of a guess of (Δq, Δp), [N, D] each; of free flight when there is none, or when it is not finite.</summary>
    void Begin(PhasePoint start, NeighborList neighbors, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta);

    /// <summary>Evaluates the model once, and keeps g(y) where its residual is the smallest of the solve.</summary>
    /// <returns>|f|² and max|f| of f = g(y) − y.</returns>
    (double Square, double Largest) Evaluate();

    /// <summary>Replaces y by what Anderson mixing makes of the evaluations so far, projected.</summary>
    void Mix();

    /// <summary>(Δq, Δp) of y, or of the g(y) that was kept; of free flight where none was.</summary>
    void Write(bool best, Span<double> deltaPositions, Span<double> deltaMomenta);
}

namespace ActionML.Runtime;

/// <summary>
/// The names of tensors of corrector.residual.onnx and corrector.mixing.onnx. n = N·D; vectors [2, n] hold the position
/// half, then the momentum half; rows are [1, 2n], the same numbers in the same order; there are c columns, newest first. What
/// the action reads and gives keeps its names and precision, in <see cref="TensorNames"/>, with one row [1, n].
/// </summary>
internal static class CorrectorTensors
{
    /// <summary>y = (√m ρ/h, Δp/√m), [2, n]: output of the mixing, input of the residual.</summary>
    public const string Unknowns = "unknowns";

    /// <summary>x̄ from the list's reference, and p̄, [2, n]: output of the mixing, input of the residual.</summary>
    public const string Midpoint = "midpoint";

    /// <summary>w = √m/√Σm per component and axis, [n, D]: y keeps its invariants when wᵀy = 0.</summary>
    public const string Directions = "directions";

    /// <summary>Input of the mixing: γ, [1, c].</summary>
    public const string Coefficients = "coefficients";

    /// <summary>Input of the mixing: (q − reference + h p/2m, p), [2, n].</summary>
    public const string Flight = "flight";

    /// <summary>Input of the mixing: (h/(2√m), √m/2), by which (u + w/2, w) of y = (u, w) becomes a displacement, [2, n].</summary>
    public const string MidpointScale = "midpoint_scale";

    /// <summary>
    /// Input of the residual of a model with <see cref="PairStiffness"/>: each particle's springs lead to these, [N, S]; what is left over is a spring without
    /// force, to any particle.
    /// </summary>
    public const string SpringNeighbors = "spring_neighbors";

    /// <summary>As <see cref="SpringNeighbors"/>: û of each spring, [N, S, D].</summary>
    public const string SpringDirections = "spring_directions";

    /// <summary>As <see cref="SpringNeighbors"/>: kû of each spring, [N, S, D].</summary>
    public const string SpringForces = "spring_forces";

    /// <summary>y + βs, [2, n], s being f or, with springs, (1 + B + B²) f: output of the residual, row of the mixing and of the next residual.</summary>
    public const string Mixed = "mixed";

    /// <summary>Differences of mixed vectors, [c, 2n]: output of the residual, input of the mixing.</summary>
    public const string MixedColumns = "mixed_columns";

    /// <summary>Input of the residual: (√m/h, 1/√m), by which (Δq, Δp) become unknowns, [2, n].</summary>
    public const string DeltaScale = "delta_scale";

    /// <summary>Input of the residual: (1/√m, 0), by which p̄ becomes what is taken off, [2, n].</summary>
    public const string FlightScale = "flight_scale";

    /// <summary>Input of the residual: β, [1].</summary>
    public const string Mixing = "mixing";

    /// <summary>f = g(y) − y, or s of it, [2, n]: output of the residual, row of the next one.</summary>
    public const string Residual = "residual";

    /// <summary>Differences of residuals, [c, 2n]: output of the residual.</summary>
    public const string ResidualColumns = "residual_columns";

    /// <summary>The g(y) with the smallest residual, [2, n]: output of the residual.</summary>
    public const string Best = "best";

    /// <summary>The smallest |f|², [1]: output of the residual.</summary>
    public const string BestSquare = "best_square";

    /// <summary>
    /// Output of the residual, [2c + 2]: of each column of differences the products with the newest one and with f or s; then |f|²
    /// and max|f|. All that the host gets to see of an evaluation.
    /// </summary>
    public const string Summary = "summary";

    /// <summary>The name of an input of the residual that is the output of the evaluation before; of columns all but the last.</summary>
    public static string Before(string name) => name + "_before";
}

namespace ActionML.Reference;

/// <summary>How far the generation of a data set is.</summary>
/// <param name="Done">Trajectories made.</param>
/// <param name="Total">Trajectories asked for.</param>
/// <param name="Redrawn">
/// Initial states thrown away because bodies collided or the energy error exceeded its limit. Close encounters that
/// were integrated accurately are kept; leaving outliers out is a decision of training.
/// </param>
public readonly record struct ThreeBodyProgress(int Done, int Total, int Redrawn);

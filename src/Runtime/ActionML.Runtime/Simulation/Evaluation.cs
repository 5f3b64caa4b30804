namespace ActionML.Runtime;

/// <summary>An evaluation of either kind of model; see <see cref="IActionModel.Evaluate"/> and <see cref="IDirectModel.Predict"/>.</summary>
internal delegate void Evaluation(
    NeighborList neighbors,
    ReadOnlySpan<double> displacements,
    ReadOnlySpan<double> momenta,
    Span<double> deltaPositions,
    Span<double> deltaMomenta);

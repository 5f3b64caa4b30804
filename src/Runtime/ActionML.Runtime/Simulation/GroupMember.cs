namespace ActionML.Runtime;

/// <summary>A model as one replica of an <see cref="EvaluationGroup"/> sees it: evaluated together with those of the others.</summary>
internal sealed class GroupMember(EvaluationGroup group, EvaluationBatch batch, ParticleSystem system) : IActionModel, IDirectModel
{
    private readonly EvaluationRequest _request = new(system.Coordinates);

    /// <inheritdoc/>
    public ModelManifest Manifest { get; } = batch.Manifest;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is not the group's system.</exception>
    public void Bind(ParticleSystem bound)
    {
        if (!bound.Kinds.SequenceEqual(system.Kinds) || !bound.Masses.SequenceEqual(system.Masses) || bound.Dimension != system.Dimension)
        {
            throw new ArgumentException("The replicas of a group have the same kinds, masses and dimension. Make a group for each system.", nameof(bound));
        }
    }

    /// <inheritdoc/>
    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        _request.Ask(neighbors, displacements, momenta);
        group.Ask(batch, _request);
        _request.Take(deltaPositions, deltaMomenta);
    }

    /// <inheritdoc/>
    public void Predict(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);

    /// <summary>Nothing: the group owns the models.</summary>
    public void Dispose()
    {
    }
}

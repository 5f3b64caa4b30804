using System.Runtime.ExceptionServices;

namespace ActionML.Runtime;

/// <summary>One replica's evaluation while it waits for the others of its <see cref="EvaluationGroup"/>.</summary>
internal sealed class EvaluationRequest(int coordinates)
{
    private Exception? _failure;

    public NeighborList Neighbors { get; private set; } = null!;

    public double[] Displacements { get; } = new double[coordinates];

    public double[] Momenta { get; } = new double[coordinates];

    public double[] DeltaPositions { get; } = new double[coordinates];

    public double[] DeltaMomenta { get; } = new double[coordinates];

    public bool IsDone { get; private set; }

    public void Ask(NeighborList neighbors, ReadOnlySpan<double> displacements, ReadOnlySpan<double> momenta)
    {
        (Neighbors, _failure, IsDone) = (neighbors, null, false);
        displacements.CopyTo(Displacements);
        momenta.CopyTo(Momenta);
    }

    public void Finish(Exception? failure) => (_failure, IsDone) = (failure, true);

    /// <summary>Hands the result over, on the replica's own thread.</summary>
    public void Take(Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        DeltaPositions.CopyTo(deltaPositions);
        DeltaMomenta.CopyTo(deltaMomenta);
    }
}

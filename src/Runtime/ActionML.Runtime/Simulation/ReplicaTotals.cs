namespace ActionML.Runtime;

/// <summary>Sums over replicas. See <see cref="ReplicaProgress"/>.</summary>
internal struct ReplicaTotals()
{
    public long Steps;
    public long NewSteps; // since the run was started or resumed
    public long LastSteps;
    public long Evaluations;
    public double LargestResidual = double.NaN;
    public int Ended;
    public int Rejected;
}

namespace ActionML.Runtime;

/// <summary>Counts what became of the steps of a run, and how many evaluations they took.</summary>
public sealed class StepStatistics : ICheckpointState
{
    private long[] _histogram = new long[64];

    /// <summary>The number of steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>All evaluations of the method's model or potential.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Steps whose solve did not converge and whose best result was kept.</summary>
    public long KeptUnconverged { get; private set; }

    /// <summary>Steps that the fallback made.</summary>
    public long FellBack { get; private set; }

    /// <summary>Steps whose solve did not converge, whatever was done about it.</summary>
    public long Unconverged => KeptUnconverged + FellBack;

    /// <summary>Mean evaluations per step; 0 before the first.</summary>
    public double MeanEvaluations => Steps == 0 ? 0 : (double)Evaluations / Steps;

    /// <summary>The most evaluations that a step took.</summary>
    public int MostEvaluations { get; private set; }

    /// <summary>The number of steps that took k evaluations, for k from 0 to <see cref="MostEvaluations"/>.</summary>
    public ReadOnlySpan<long> Histogram => _histogram.AsSpan(0, MostEvaluations + 1);

    /// <summary>Counts a step that was made.</summary>
    public void Add(StepReport report)
    {
        Steps++;
        Evaluations += report.Evaluations;
        KeptUnconverged += report.Outcome == StepOutcome.KeptUnconverged ? 1 : 0;
        FellBack += report.Outcome == StepOutcome.FellBack ? 1 : 0;
        MostEvaluations = Math.Max(MostEvaluations, report.Evaluations);
        if (MostEvaluations >= _histogram.Length)
        {
            Array.Resize(ref _histogram, 2 * MostEvaluations);
        }

        _histogram[report.Evaluations]++;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Steps);
        writer.Write(Evaluations);
        writer.Write(KeptUnconverged);
        writer.Write(FellBack);
        writer.Write(MostEvaluations);
        foreach (long count in Histogram)
        {
            writer.Write(count);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        Steps = reader.ReadInt64();
        Evaluations = reader.ReadInt64();
        KeptUnconverged = reader.ReadInt64();
        FellBack = reader.ReadInt64();
        MostEvaluations = reader.ReadInt32();
        _histogram = new long[Math.Max(64, MostEvaluations + 1)];
        for (int k = 0; k <= MostEvaluations; k++)
        {
            _histogram[k] = reader.ReadInt64();
        }
    }
}

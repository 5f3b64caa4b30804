namespace ActionML.Cli;

/// <summary>One stage on a progress board.</summary>
internal interface IProgressStage
{
    /// <summary>Says how far the stage is.</summary>
    /// <param name="fraction">0 to 1.</param>
    /// <param name="detail">What there is to know: iteration, loss, errors.</param>
    /// <param name="remaining">Time left, where known.</param>
    void Report(double fraction, string detail, TimeSpan? remaining = null);

    /// <summary>Says that the stage is over.</summary>
    /// <param name="detail">Its result in a few words.</param>
    void Done(string detail);
}

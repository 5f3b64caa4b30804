namespace ActionML.Cli;

/// <summary>Shows nothing.</summary>
internal sealed class SilentBoard : IProgressBoard, IProgressStage
{
    /// <inheritdoc/>
    public IProgressStage Add(string title) => this;

    /// <inheritdoc/>
    public void Report(double fraction, string detail, TimeSpan? remaining = null)
    {
    }

    /// <inheritdoc/>
    public void Done(string detail)
    {
    }
}

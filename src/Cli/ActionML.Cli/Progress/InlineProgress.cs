namespace ActionML.Cli;

/// <summary>Reports on the thread that makes the progress: in order, and done when the work is done.</summary>
internal sealed class InlineProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}

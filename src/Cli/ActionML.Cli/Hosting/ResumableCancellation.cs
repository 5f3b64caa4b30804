namespace ActionML.Cli;

/// <summary>A cancellation after which the work can go on where it stopped.</summary>
/// <param name="message">How, in a sentence.</param>
/// <param name="inner">The cancellation itself.</param>
/// <param name="token">Its token.</param>
internal sealed class ResumableCancellation(string message, Exception inner, CancellationToken token)
    : OperationCanceledException(message, inner, token);

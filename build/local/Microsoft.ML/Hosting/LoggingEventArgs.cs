using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A message.</summary>
public class LoggingEventArgs : EventArgs
{
    /// <summary>A message with its kind and source.</summary>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
    }

    /// <summary>How serious the message is.</summary>
    public ChannelMessageKind Kind { get; }

    /// <summary>The message with its source and kind.</summary>
    public string Message => $"[Source={Source}, Kind={Kind}] {RawMessage}";

    /// <summary>The message alone.</summary>
    public string RawMessage { get; }

    /// <summary>Who sent it.</summary>
    public string Source { get; }
}

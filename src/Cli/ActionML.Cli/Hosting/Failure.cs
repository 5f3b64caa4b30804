using System.Text.Json;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Turns an exception into one sentence and an exit code.</summary>
internal static class Failure
{
    /// <summary>Writes what went wrong and returns the exit code.</summary>
    public static int Report(Exception exception, CliHost host, CancellationToken token)
    {
        Exception e = Unwrap(exception);
        (int code, string kind, string message) = Describe(e, token);
        if (host.Json)
        {
            host.Out.WriteLine(JsonSerializer.Serialize(new { error = new { kind, exit_code = code, message } }, FiguresJson.Readable));
        }

        host.Error.WriteLine($"actionml: {message}");
        if (host.Debug)
        {
            host.Error.WriteLine(exception);
        }

        return code;
    }

    private static (int Code, string Kind, string Message) Describe(Exception e, CancellationToken token) => e switch
    {
        ActionMLException known => ((int)known.Kind, JsonNamingPolicy.SnakeCaseLower.ConvertName(known.Kind.ToString()), known.Message),
        ResumableCancellation resumable => (CommandLine.Cancelled, "cancelled", resumable.Message),
        OperationCanceledException when token.IsCancellationRequested =>
            (CommandLine.Cancelled, "cancelled", "cancelled. Files that were finished stay; no half-written file was left."),
        IOException or UnauthorizedAccessException =>
            ((int)ErrorKind.InputOutput, "input_output", $"{e.Message.TrimEnd('.')}. Check the path, its permissions and the free space."),
        OutOfMemoryException =>
            ((int)ErrorKind.Device, "device", "this machine has not enough memory for the request. Use fewer trajectories or a smaller batch."),
        _ => (CommandLine.Unexpected, "unexpected",
            $"an unexpected error, which is a defect of this program ({e.GetType().Name}: {e.Message.TrimEnd('.')}). Run the same command with {ActionRoot.DebugName} and report its output, together with the line you typed."),
    };

    private static Exception Unwrap(Exception e)
    {
        while (e is AggregateException { InnerExceptions.Count: > 0 } or System.Reflection.TargetInvocationException { InnerException: not null })
        {
            e = e.InnerException!;
        }

        return e;
    }
}

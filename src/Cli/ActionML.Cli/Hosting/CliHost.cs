using System.Text.Json;

namespace ActionML.Cli;

/// <summary>Where a command writes. Results go to the output, everything else (progress, errors) to the error stream.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Progress and errors.</param>
/// <param name="interactive">Whether a person watches the error stream on a terminal.</param>
internal sealed class CliHost(TextWriter output, TextWriter error, bool interactive)
{
    /// <summary>Results.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Progress and errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether a person watches on a terminal.</summary>
    public bool Interactive { get; } = interactive;

    /// <summary>Whether the output is one JSON document.</summary>
    public bool Json { get; set; }

    /// <summary>Whether progress is left out.</summary>
    public bool Quiet { get; set; }

    /// <summary>Whether stack traces are shown.</summary>
    public bool Debug { get; set; }

    /// <summary>A host for the process's own console.</summary>
    public static CliHost ForConsole() => new(Console.Out, Console.Error, !Console.IsErrorRedirected);

    /// <summary>Writes a result: as JSON for machines, or as text for people.</summary>
    public void Write<T>(T result, Action<TextWriter> asText)
    {
        if (Json)
        {
            Out.WriteLine(JsonSerializer.Serialize(result, FiguresJson.Readable));
        }
        else
        {
            asText(Out);
        }
    }

    /// <summary>A remark that is not a result.</summary>
    public void Note(string text)
    {
        if (!Quiet)
        {
            Error.WriteLine(text);
        }
    }

    /// <summary>Shows the progress of work that has one or several stages.</summary>
    public T Watch<T>(Func<IProgressBoard, T> work) =>
        Quiet ? work(new SilentBoard())
        : Interactive ? TerminalBoard.Run(Error, work)
        : work(new PlainBoard(Error));
}

using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>
/// The <c>actionml</c> command line. Whatever happens inside a command ends here: as a sentence and an exit code.
/// </summary>
internal static class CommandLine
{
    /// <summary>The user pressed Ctrl-C.</summary>
    public const int Cancelled = 130;

    /// <summary>A defect of this program.</summary>
    public const int Unexpected = 70;

    /// <summary>Runs the process's command line.</summary>
    public static async Task<int> MainAsync(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        using var source = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            // The first Ctrl-C lets the command end in order; a second one ends the process.
            e.Cancel = !source.IsCancellationRequested;
            source.Cancel();
        };
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            source.Cancel();
        });
        return await RunAsync(args, CliHost.ForConsole(), source.Token).ConfigureAwait(false);
    }

    /// <summary>Runs a command line against the given streams and returns its exit code. Never throws.</summary>
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken token)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        host.Json = args.Contains(ActionRoot.JsonName);
        host.Debug = args.Contains(ActionRoot.DebugName);
        try
        {
            ActionRoot root = CommandTree.Create(host);
            ParseResult parse = root.Parse(ConfigFile.Expand(root, args), Parsing);
            if (parse.Errors.Count > 0 && !IsHelp(parse))
            {
                string command = parse.CommandResult.Command is RootCommand ? "actionml" : "actionml " + OptionSchema.FullName(parse.CommandResult.Command);
                throw new UsageException(
                    string.Join(" ", parse.Errors.Select(e => Sentence(e.Message)).Distinct()) + $" See '{command} --help'.");
            }

            host.Json = parse.GetValue(root.Json);
            host.Quiet = parse.GetValue(root.Quiet);
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = host.Out,
                Error = host.Error,
            };
            return await parse.InvokeAsync(invocation, token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Failure.Report(e, host, token);
        }
    }

    /// <summary>How arguments are read: no response files, no bundling of short options.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private static bool IsHelp(ParseResult parse) => parse.Action is HelpWithExamples;

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}

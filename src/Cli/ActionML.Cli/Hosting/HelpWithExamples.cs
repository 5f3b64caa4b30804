using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ActionML.Cli;

/// <summary>The usual help, followed by examples and, at the root, by the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.MaxWidth = 100;
        usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is CliCommand { Examples.Count: > 0 } command)
        {
            output.WriteLine("Examples:");
            foreach ((string line, string purpose) in command.Examples)
            {
                output.WriteLine($"  # {purpose}");
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }

        if (parseResult.CommandResult.Command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            output.WriteLine("  0 done, 2 usage, 3 data, 4 model does not match, 5 did not converge or a check failed,");
            output.WriteLine("  6 device, 7 input or output, 70 defect of this program, 130 cancelled");
            output.WriteLine();
        }

        return 0;
    }
}

using System.CommandLine;
using System.CommandLine.Help;

namespace ActionML.Cli;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    /// <summary>A new tree that writes to a host. Trees are not shared, so several can run at once.</summary>
    public static ActionRoot Create(CliHost host)
    {
        var root = new ActionRoot
        {
            GenerateCommand.Create(host),
            TrainCommand.Create(host),
            ExportCommand.Create(host),
            RunCommand.Create(host),
            EvalCommand.Create(host),
            InspectCommand.Create(host),
            ReportCommand.Create(host),
            AdviseCommand.Create(host),
            BenchCommand.Create(host),
        };
        root.Add(SchemaCommand.Create(host, root));
        AddExamples(root);
        return root;
    }

    // The help option is recursive: the root's serves all commands.
    private static void AddExamples(ActionRoot root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction usual } help)
            {
                help.Action = new HelpWithExamples(usual);
            }
        }
    }
}

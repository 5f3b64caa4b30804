using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActionML.Cli;

/// <summary>Progress as bars on a terminal.</summary>
internal sealed class TerminalBoard : IProgressBoard
{
    private readonly ProgressContext _context;

    private TerminalBoard(ProgressContext context)
    {
        _context = context;
    }

    /// <summary>Does some work while its progress is shown.</summary>
    public static T Run<T>(TextWriter writer, Func<IProgressBoard, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        return console.Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new DetailColumn())
            .Start(context => work(new TerminalBoard(context)));
    }

    /// <inheritdoc/>
    public IProgressStage Add(string title)
    {
        lock (_context)
        {
            return new Stage(_context.AddTask(Markup.Escape(title), maxValue: 1));
        }
    }

    private sealed class Stage(ProgressTask task) : IProgressStage
    {
        public void Report(double fraction, string detail, TimeSpan? remaining = null)
        {
            task.Value = Math.Clamp(fraction, 0, 0.999);
            string text = remaining is { } time ? $"{detail}, {ProgressText.Time(time)} left" : detail;
            task.State.Update<Detail>(DetailColumn.Key, _ => new Detail(text));
        }

        public void Done(string detail)
        {
            task.State.Update<Detail>(DetailColumn.Key, _ => new Detail(detail));
            task.Value = 1;
            task.StopTask();
        }
    }

    private readonly record struct Detail(string Text);

    private sealed class DetailColumn : ProgressColumn
    {
        public const string Key = "detail";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<Detail>(Key).Text ?? "", Style.Plain).Overflow(Overflow.Ellipsis);
    }
}

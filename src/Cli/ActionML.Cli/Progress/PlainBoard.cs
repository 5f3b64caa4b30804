using System.Diagnostics;
using System.Globalization;

namespace ActionML.Cli;

/// <summary>Progress as lines, for logs and pipes: one per stage every few seconds.</summary>
internal sealed class PlainBoard(TextWriter writer) : IProgressBoard
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public IProgressStage Add(string title)
    {
        WriteLine(title, "started");
        return new Stage(this, title);
    }

    private void WriteLine(string title, string text)
    {
        lock (_lock)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_watch.Elapsed.TotalSeconds,6:0.0} s] {title}: {text}"));
            writer.Flush();
        }
    }

    private sealed class Stage(PlainBoard board, string title) : IProgressStage
    {
        private TimeSpan _last = board._watch.Elapsed;

        public void Report(double fraction, string detail, TimeSpan? remaining = null)
        {
            TimeSpan now = board._watch.Elapsed;
            if (now - _last < Interval)
            {
                return;
            }

            _last = now;
            string left = remaining is { } time ? $", {ProgressText.Time(time)} left" : "";
            board.WriteLine(title, string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0} %, {detail}{left}"));
        }

        public void Done(string detail) => board.WriteLine(title, "done, " + detail);
    }
}

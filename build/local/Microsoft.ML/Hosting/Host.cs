using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The environment of one component: its name, random numbers, and where its messages go.</summary>
internal sealed class Host(string name, Random random, Action<LoggingEventArgs> log) : IHost
{
    private readonly Lock _gate = new();

    public Random Rand => random;

    public IHost Register(string component, int? seed = null, bool? verbose = null)
    {
        lock (_gate)
        {
            return new Host($"{name}; {component}", new Random(seed ?? random.Next()), log);
        }
    }

    public IChannel Start(string channel) => new Channel($"{name}; {channel}", log);

    private sealed class Channel(string source, Action<LoggingEventArgs> log) : IChannel
    {
        public void Info(MessageSensitivity sensitivity, string fmt) => log(new LoggingEventArgs(fmt, ChannelMessageKind.Info, source));

        public void Warning(MessageSensitivity sensitivity, string fmt) => log(new LoggingEventArgs(fmt, ChannelMessageKind.Warning, source));

        public void Dispose()
        {
        }
    }
}

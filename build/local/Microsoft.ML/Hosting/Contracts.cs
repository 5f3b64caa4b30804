namespace Microsoft.ML.Runtime;

/// <summary>How serious a message is.</summary>
public enum ChannelMessageKind
{
    /// <summary>For those who look for an error.</summary>
    Trace = 0,

    /// <summary>Of general interest.</summary>
    Info = 1,

    /// <summary>Something that may be wrong.</summary>
    Warning = 2,

    /// <summary>Something that is wrong.</summary>
    Error = 3,
}

/// <summary>What a message may give away.</summary>
public enum MessageSensitivity
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A user's data.</summary>
    UserData = 1,

    /// <summary>Names of columns.</summary>
    Schema = 2,

    /// <summary>It is not known.</summary>
    Unknown = -1,
}

/// <summary>Takes messages.</summary>
public interface IChannel : IDisposable
{
    /// <summary>Sends a message of general interest.</summary>
    void Info(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a message about something that may be wrong.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt);
}

/// <summary>Opens channels.</summary>
public interface IChannelProvider
{
    /// <summary>Opens a channel.</summary>
    IChannel Start(string name);
}

/// <summary>The environment that components live in.</summary>
public interface IHostEnvironment : IChannelProvider
{
    /// <summary>Makes a component known.</summary>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}

/// <summary>The environment of one component.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>The component's own source of random numbers.</summary>
    Random Rand { get; }
}

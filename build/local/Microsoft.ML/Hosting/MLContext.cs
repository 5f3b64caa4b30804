using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where everything starts.</summary>
public sealed class MLContext : IHostEnvironment
{
    private readonly Host _root;

    /// <summary>A context. With a seed, whatever is random repeats.</summary>
    public MLContext(int? seed = null)
    {
        _root = new Host("MLContext", seed is { } value ? new Random(value) : new Random(), args => Log?.Invoke(this, args));
        Data = new DataOperationsCatalog(seed);
    }

    /// <summary>Raised with every message.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    /// <summary>Makes and reads views.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>Whether a component that finds no such GPU may use the processor instead.</summary>
    public bool FallbackToCpu { get; set; } = true;

    /// <summary>The GPU that components use; null for none.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Saves models and predicts single examples.</summary>
    public ModelOperationsCatalog Model { get; } = new();

    /// <summary>Standard transforms.</summary>
    public TransformsCatalog Transforms { get; } = new();

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _root.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _root.Start(name);
}

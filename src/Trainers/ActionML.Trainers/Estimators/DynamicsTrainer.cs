using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>Learns a model of one step from a view of trajectories.</summary>
/// <typeparam name="TTransformer">What it yields.</typeparam>
public abstract class DynamicsTrainer<TTransformer> : IEstimator<TTransformer>
    where TTransformer : DynamicsTransformer
{
    private readonly DynamicsTrainerOptions _options;
    private readonly TrainingOptions _training;

    private protected DynamicsTrainer(IHostEnvironment environment, string name, DynamicsTrainerOptions options)
    {
        options.Validate();
        _options = options;
        Host = environment.Register(name);

        // Drawn now, not in Fit: an estimator that is fitted twice to the same data learns the same. A training that
        // may be resumed by another process needs a seed that this one knows as well.
        int seed = options.Seed ?? (options.Training.CheckpointPath is null ? Host.Rand.Next() : options.Training.Seed);
        _training = options.Training with { Seed = seed };
        if (_training.GpuDeviceId is null && environment is MLContext { GpuDeviceId: { } gpu } context)
        {
            _training = _training with { GpuDeviceId = gpu, FallbackToCpu = context.FallbackToCpu };
        }
    }

    private protected IHost Host { get; }

    private protected abstract ModelKind Kind { get; }

    /// <summary>Takes pairs of frames from the view, which is read once, and trains the model.</summary>
    /// <param name="input">Trajectories, one frame per row; see <see cref="DynamicsColumns"/>.</param>
    /// <returns>The transformer. Dispose it when it is no longer needed.</returns>
    /// <exception cref="DataException">A column is missing or mistyped, or the trajectories do not make pairs; see <see cref="PairSampler"/>.</exception>
    /// <exception cref="DeviceException">The engine or the device asked for is not there.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    public TTransformer Fit(IDataView input)
    {
        using IChannel channel = Host.Start("Training");
        EngineSelection selection = EngineSelection.Of(_training); // a device that is not there is said before hours of reading
        FrameLayout layout = FrameLayout.OfFrames(input.Schema, _options.Columns, _options.Units, _options.Dimension);
        PairSet pairs = PairSampler.Sample(FrameReader.ReadAll(input, layout), _options.Sampling, _options.CancellationToken);
        var log = new TrainingLog(channel, _options.Progress);
        log.Report(pairs);
        log.Report(selection);
        TrainedModel model = ModelTraining.Train(Kind, pairs, _training, selection, log, _options.CancellationToken);
        return CreateTransformer(new TrainedModelSource(model));
    }

    /// <summary>The input's columns with the predicted Δq and Δp behind.</summary>
    /// <exception cref="DataException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => StepShapes.Append(inputSchema, _options.Columns);

    private protected abstract TTransformer CreateTransformer(IModelSource source);
}

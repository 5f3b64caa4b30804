using ActionML.Runtime;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Learns to predict Δq and Δp of one step from its start x. Explicit and without structure: a first guess for the
/// corrector of an action model. Created by <c>mlContext.Dynamics().Trainers.Direct</c>.
/// </summary>
public sealed class DirectTrainer : DynamicsTrainer<DirectTransformer>
{
    private readonly Options _options;

    internal DirectTrainer(IHostEnvironment environment, Options options)
        : base(environment, nameof(DirectTrainer), options) => _options = options;

    private protected override ModelKind Kind => ModelKind.Direct;

    private protected override DirectTransformer CreateTransformer(IModelSource source) => new(Host, source, _options.Columns);

    /// <summary>Options of <see cref="DirectTrainer"/>.</summary>
    public sealed record Options : DynamicsTrainerOptions;
}

using ActionML.Runtime;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Learns the generating function S(q̄, p̄) of one step from pairs (x, x'): input the midpoint x̄ = (x + x')/2, targets
/// Δq = ∂S/∂p̄ and Δp = −∂S/∂q̄. No equation is solved in training. Created by <c>mlContext.Dynamics().Trainers.Action</c>.
/// </summary>
public sealed class ActionTrainer : DynamicsTrainer<ActionTransformer>
{
    private readonly Options _options;

    internal ActionTrainer(IHostEnvironment environment, Options options)
        : base(environment, nameof(ActionTrainer), options) => _options = options;

    private protected override ModelKind Kind => ModelKind.Action;

    private protected override ActionTransformer CreateTransformer(IModelSource source) =>
        new(Host, source, _options.Columns, _options.Corrector);

    /// <summary>Options of <see cref="ActionTrainer"/>.</summary>
    public sealed record Options : DynamicsTrainerOptions
    {
        /// <summary>How the transformer solves the step of each row.</summary>
        public CorrectorOptions Corrector { get; init; } = new();

        /// <inheritdoc/>
        public override void Validate()
        {
            base.Validate();
            Corrector.Validate();
        }
    }
}

using ActionML.Runtime;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Adds the symplectic step of an action model from each row: the Δq and Δp that solve Δ = (∂S/∂p̄, −∂S/∂q̄) at the
/// midpoint x̄ = x + ½Δ.
/// </summary>
/// <remarks>
/// S is a function of the midpoint, which a row does not hold: the equation is implicit. Each row is solved by a
/// <see cref="Corrector"/> that starts from free flight, so that rows do not depend on each other. A row that does not
/// converge gets NaN (see <see cref="DynamicsTransformer"/>). To simulate, export the model and use
/// <see cref="SymplecticStepper"/>, whose warm starts need fewer evaluations.
/// </remarks>
public sealed class ActionTransformer : DynamicsTransformer
{
    internal ActionTransformer(IHost host, IModelSource source, DynamicsColumns columns, CorrectorOptions corrector)
        : base(host, source, columns) => Corrector = corrector;

    /// <summary>How each row is solved.</summary>
    public CorrectorOptions Corrector { get; }

    private protected override StepPredictor CreatePredictor(IDynamicsModel model) =>
        new ActionPredictor((IActionModel)model, Corrector);
}

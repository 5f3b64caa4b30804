using ActionML.Runtime;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>Adds what a direct model predicts from each row: Δq and Δp, explicitly, without structure.</summary>
public sealed class DirectTransformer : DynamicsTransformer
{
    internal DirectTransformer(IHost host, IModelSource source, DynamicsColumns columns)
        : base(host, source, columns)
    {
    }

    private protected override StepPredictor CreatePredictor(IDynamicsModel model) => new DirectPredictor((IDirectModel)model);
}

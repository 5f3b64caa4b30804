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

    /// <summary>
    /// Writes <c>action.hvp.onnx</c> (<c>action.hvp.f64.onnx</c> in double) into a model directory: the Hessian-vector product
    /// that Newton–GMRES needs (<see cref="IHessianModel"/>).
    /// </summary>
    /// <param name="directory">The directory, which is made if it does not exist.</param>
    /// <param name="precision">The type that the file computes in.</param>
    /// <exception cref="ModelMismatchException">The model was saved by a version that did not say how its network is built.</exception>
    /// <exception cref="FileException">The file cannot be written; it appears whole or not at all.</exception>
    public void ExportHessian(string directory, ModelPrecision precision)
    {
        string name = precision == ModelPrecision.Double ? TensorNames.HessianDoubleFile : TensorNames.HessianFile;
        byte[] content = ModelFiles.Network(Files, ModelKind.Action, "The model").ToHessianOnnx(precision);
        AtomicFile.Write(Path.Combine(directory, name), stream => stream.Write(content));
    }

    private protected override StepPredictor CreatePredictor(IDynamicsModel model) =>
        new ActionPredictor((IActionModel)model, Corrector);
}

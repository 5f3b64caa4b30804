using System.Globalization;
using System.Text;
using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>The README.md of a model directory: what the models are for, and what they are not.</summary>
public static class ModelCard
{
    /// <summary>The card of the models that a directory holds.</summary>
    /// <param name="models">Their manifests by file name.</param>
    public static string Compose(IReadOnlyList<(string File, ModelManifest Manifest)> models)
    {
        var card = new StringBuilder();
        ModelManifest first = models[0].Manifest;
        card.AppendLine("# ActionML model directory").AppendLine();
        card.AppendLine(CultureInfo.InvariantCulture, $"One step of **{first.TimeStep}** ({Units(first)}) in {first.Dimension} dimensions, for particles of kind {string.Join(", ", first.Species)}.").AppendLine();
        card.AppendLine("| file | model | computes in | trained masses | lag (frames) | residual scale |");
        card.AppendLine("|---|---|---|---|---|---|");
        foreach ((string file, ModelManifest manifest) in models)
        {
            string masses = string.Join(", ", manifest.Species.Zip(manifest.Masses, (kind, mass) => $"{kind} {mass}"));
            card.AppendLine(CultureInfo.InvariantCulture, $"| {file} | {Name(manifest)} | {manifest.Precision.ToString().ToLowerInvariant()} | {masses} | {manifest.Lag} | {manifest.ResidualScale:G6} |");
        }

        card.AppendLine();
        foreach (ModelManifest manifest in models.Select(model => model.Manifest).DistinctBy(manifest => manifest.Kind))
        {
            card.AppendLine(CultureInfo.InvariantCulture, $"## The {Name(manifest)} model").AppendLine();
            card.AppendLine(manifest.Kind == ModelKind.Action
                ? "Inputs are a step's midpoint; outputs are the gradient of a generating function S. Solve x̄ = x + ½Δ(x̄): the map is symplectic whatever the weights, to the tolerance of the solve."
                : "Inputs are the start of a step; outputs are the predicted change. Fast and without structure: alone it drifts. Use it as the first guess of the corrector.");
            card.AppendLine();
            card.AppendLine(CultureInfo.InvariantCulture, $"- Symmetries by construction: {string.Join(", ", manifest.Symmetries)}.");
            card.AppendLine(CultureInfo.InvariantCulture, $"- Interactions: {(manifest.Cutoff is { } cutoff ? $"within {cutoff}" : "between all pairs")}.");
            card.AppendLine(CultureInfo.InvariantCulture, $"- Training: {manifest.Training}.");
            card.AppendLine(CultureInfo.InvariantCulture, $"- Training data (SHA-256): `{manifest.DataSha256}`.").AppendLine();
        }

        card.AppendLine("## Limits").AppendLine();
        card.AppendLine("The models know the states, kinds and masses that they were trained on. Check a run by its conserved energy, and a new region of states by `actionml eval` on reference data from there. A model serves its own time step and no other.");
        return card.ToString();
    }

    private static string Name(ModelManifest manifest) => manifest.Kind == ModelKind.Action ? "action" : "direct";

    private static string Units(ModelManifest manifest) =>
        manifest.TimeStep.Units == UnitSystem.Atomistic ? "Å, eV, u, √(eV·u)" : "dimensionless";
}

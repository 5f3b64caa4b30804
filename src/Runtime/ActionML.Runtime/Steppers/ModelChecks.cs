namespace ActionML.Runtime;

/// <summary>What every stepper checks before it uses a model.</summary>
internal static class ModelChecks
{
    /// <exception cref="ModelMismatchException">The model is of another kind, or does not know the system.</exception>
    public static void RequireFor(this ModelManifest manifest, ModelKind kind, ParticleSystem system)
    {
        if (manifest.Kind != kind)
        {
            throw new ModelMismatchException(
                $"Found {Name(manifest.Kind)} where {Name(kind)} was expected. Give the file of {Name(kind)}.");
        }

        manifest.SpeciesOf(system);
    }

    /// <exception cref="ModelMismatchException">The model spans another step.</exception>
    public static void RequireTimeStep(this ModelManifest manifest, TimeStep asked)
    {
        if (!manifest.TimeStep.IsCloseTo(asked))
        {
            throw new ModelMismatchException(
                $"The {(manifest.Kind == ModelKind.Action ? "action" : "direct")} model was trained for steps of {manifest.TimeStep}; this run asks for {asked}. Use a model for {asked} or set the step to {manifest.TimeStep}.");
        }
    }

    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    public static void RequireShape(this ParticleSystem system, PhasePoint state)
    {
        if (state.Count != system.Count || state.Dimension != system.Dimension)
        {
            throw new ArgumentException(
                $"The state has {state.Count} particles in {state.Dimension} dimensions; this stepper was made for {system.Count} in {system.Dimension}.");
        }
    }

    private static string Name(ModelKind kind) => kind == ModelKind.Action ? "an action model" : "a direct model";
}

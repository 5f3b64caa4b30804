using Microsoft.ML;

namespace ActionML.Trainers;

/// <summary>Hangs this library on ML.NET's context.</summary>
public static class DynamicsExtensions
{
    /// <summary>Trajectories as views, trainers of action and direct models, and their files.</summary>
    /// <param name="context">The context, whose log and seed are used.</param>
    public static DynamicsCatalog Dynamics(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new DynamicsCatalog(context);
    }
}

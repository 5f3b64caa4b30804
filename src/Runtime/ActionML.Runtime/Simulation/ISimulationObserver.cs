namespace ActionML.Runtime;

/// <summary>
/// Sees a simulation at chosen steps. One that also is an <see cref="ICheckpointState"/> becomes part of its checkpoints.
/// </summary>
public interface ISimulationObserver
{
    /// <summary>
    /// Called at step 0 and then at every step that is a multiple of the interval, after the step was made. The
    /// state is the simulation's own: it must not be changed, and must be copied to be kept.
    /// </summary>
    void Observe(Simulation simulation);
}

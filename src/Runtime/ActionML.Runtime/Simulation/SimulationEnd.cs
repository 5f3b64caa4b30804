namespace ActionML.Runtime;

/// <summary>Why a run ended.</summary>
public enum SimulationEnd
{
    /// <summary>All steps were made.</summary>
    Completed,

    /// <summary>An observer asked for the end (<see cref="Simulation.RequestStop"/>).</summary>
    Stopped,

    /// <summary>A step could not be made; the state is that before it.</summary>
    StepRejected,
}

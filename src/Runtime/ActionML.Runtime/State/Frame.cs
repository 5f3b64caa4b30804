namespace ActionML.Runtime;

/// <summary>One recorded instant of a trajectory.</summary>
/// <param name="TrajectoryId">Names the trajectory that the frame belongs to; frames of one id follow each other in time.</param>
/// <param name="Step">Number of reference steps since the start of the trajectory.</param>
/// <param name="Time">Time in model units (<see cref="TimeStep.Value"/>), not femtoseconds.</param>
/// <param name="System">Kinds and masses. Frames of one trajectory share the instance where possible.</param>
/// <param name="State">Unwrapped positions and momenta.</param>
/// <param name="Cell">Periodic cell vectors as rows, [3, 3] row-major, in Å; null for an isolated system.</param>
public sealed record Frame(
    string TrajectoryId, long Step, double Time, ParticleSystem System, PhasePoint State, double[]? Cell = null);

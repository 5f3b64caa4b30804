namespace ActionML.Runtime;

/// <summary>How a run ended.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Step">The number of steps made since the start of the simulation.</param>
/// <param name="Time">The simulated time, in model units.</param>
/// <param name="Reason">Why it ended early, in sentences for the user; null when it is complete.</param>
/// <param name="Elapsed">Time since the run was started or resumed.</param>
public readonly record struct SimulationResult(SimulationEnd End, long Step, double Time, string? Reason, TimeSpan Elapsed);

namespace ActionML.Cli;

/// <summary>What <c>actionml generate</c> made.</summary>
/// <param name="Out">Path of the trajectory file.</param>
/// <param name="Trajectories">Number of trajectories.</param>
/// <param name="Frames">Number of frames of all of them.</param>
/// <param name="Redrawn">Initial states drawn again because a collision spoiled the energy.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
internal sealed record GenerateResult(string Out, int Trajectories, long Frames, int Redrawn, double Seconds);

namespace ActionML.Cli;

/// <summary>What <c>actionml generate gete</c> made.</summary>
/// <param name="Out">Path of the folder.</param>
/// <param name="Preparations">Number of preparations, each a file.</param>
/// <param name="Kept">How many of them were there before.</param>
/// <param name="Trajectories">Number of segments of all of them.</param>
/// <param name="Frames">Number of frames of all of them.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
internal sealed record GenerateGeTeResult(string Out, int Preparations, int Kept, long Trajectories, long Frames, double Seconds);

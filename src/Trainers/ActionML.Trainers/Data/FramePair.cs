namespace ActionML.Trainers;

/// <summary>One training example (x, x'): two frames of a trajectory, one lag apart.</summary>
/// <param name="Start">Index of x in <see cref="PairSet.Frames"/>.</param>
/// <param name="End">Index of x' in <see cref="PairSet.Frames"/>.</param>
public readonly record struct FramePair(int Start, int End);

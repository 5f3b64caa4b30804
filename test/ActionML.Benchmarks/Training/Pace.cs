namespace ActionML.Benchmarks;

/// <summary>How fast a contestant trained.</summary>
/// <param name="StepsPerSecond">Steps per second of wall-clock time, those of all workers together.</param>
/// <param name="ProcessorMilliseconds">Processor time of a step, all its threads together; it varies less where others use the machine.</param>
internal readonly record struct Pace(double StepsPerSecond, double ProcessorMilliseconds);

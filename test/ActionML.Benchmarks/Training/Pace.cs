namespace ActionML.Benchmarks;

/// <summary>How fast a contestant worked.</summary>
/// <param name="PerSecond">Steps, or evaluations, per second of wall-clock time, those of all workers together.</param>
/// <param name="ProcessorMilliseconds">Processor time of one, all its threads together; it varies less where others use the machine.</param>
/// <param name="ListMilliseconds">Wall-clock time of one that went into neighbor lists.</param>
internal readonly record struct Pace(double PerSecond, double ProcessorMilliseconds, double ListMilliseconds = 0);

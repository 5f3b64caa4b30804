namespace ActionML.Runtime;

/// <summary>A stepper that draws random numbers.</summary>
public interface IStochasticStepper : IStepper
{
    /// <summary>
    /// Where the random numbers come from. A <see cref="Simulation"/> sets its own generator, which its checkpoints
    /// contain; whoever makes steps without one sets it.
    /// </summary>
    DeterministicRandom? Random { get; set; }
}

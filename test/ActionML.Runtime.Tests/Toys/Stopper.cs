namespace ActionML.Runtime.Tests;

/// <summary>Does something at one step.</summary>
internal sealed class Stopper(long step, Action<Simulation> act) : ISimulationObserver
{
    public void Observe(Simulation simulation)
    {
        if (simulation.Step == step)
        {
            act(simulation);
        }
    }
}

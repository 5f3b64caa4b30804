using System.Globalization;

namespace ActionML.Benchmarks;

/// <summary>One condition of the benchmark: what is simulated, how hot, from which start, and with what.</summary>
/// <param name="System">A word for the system: <c>gete</c>, <c>gete-quench</c>, …</param>
/// <param name="Atoms">Atoms in the cell.</param>
/// <param name="Composition">Share of germanium.</param>
/// <param name="Kelvin">Temperature of the start; for a quench that of the melt.</param>
/// <param name="IsTrainedOn">Whether such a system and temperature is among the training data.</param>
/// <param name="IsQuench">Whether it is cooled to 300 K under a thermostat.</param>
/// <param name="Start">Number of the start, from 1.</param>
/// <param name="Integrator"><c>reference</c>, <c>action</c>, <c>direct</c> or <c>verlet_same_step</c>.</param>
/// <param name="Picoseconds">How long: all of a microcanonical run, the cooling of a quench.</param>
internal sealed record GeTeCase(
    string System, int Atoms, double Composition, double Kelvin, bool IsTrainedOn, bool IsQuench, int Start, string Integrator, double Picoseconds)
{
    /// <summary>The condition without start and integrator.</summary>
    public string Condition => string.Create(CultureInfo.InvariantCulture, $"{System}-{Atoms}-{Composition:0.00}-{Kelvin:0000}K");

    /// <summary>Whether it takes the model that has seen other compositions than that of the compound.</summary>
    public bool NeedsCompositions => IsTrainedOn && Composition != 0.5;

    /// <summary>Names the case's files.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{Condition}-{Start}-{Integrator}{(NeedsCompositions ? "-compositions" : "")}-{Picoseconds:0}ps");

    /// <summary>Names the file of its initial state, which all integrators share.</summary>
    public string StartName => string.Create(CultureInfo.InvariantCulture, $"{Atoms}-{Composition:0.00}-{Kelvin:0000}K-{Start}");
}

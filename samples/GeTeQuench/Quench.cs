using System.Globalization;
using ActionML.Runtime;

namespace ActionML.Samples.GeTeQuench;

/// <summary>Prints temperatures and coordination numbers of each kind, means over a row's steps.</summary>
internal sealed class Quench(ParticleSystem system, Cell cell, long stepsPerRow, ThermostatStepper bath) : ISimulationObserver
{
    /// <summary>The number of rows.</summary>
    public const int Rows = 10;

    private const double Bond = 3.2; // Å, between the first two shells
    private const int Interval = 10; // steps between two counts of neighbors

    // Without a skin the edges are exactly the bonds, found anew at each count.
    private readonly PeriodicEdges _bonds = new(cell, system.Count, Bond, skin: 0);
    private readonly double[] _kinetic = new double[2];
    private readonly long[] _neighbors = new long[2];
    private long _counts;

    /// <inheritdoc/>
    public void Observe(Simulation simulation)
    {
        if (simulation.Step == 0)
        {
            return;
        }

        for (int i = 0; i < system.Count; i++)
        {
            double[] p = simulation.State.Momenta;
            double square = (p[3 * i] * p[3 * i]) + (p[(3 * i) + 1] * p[(3 * i) + 1]) + (p[(3 * i) + 2] * p[(3 * i) + 2]);
            _kinetic[Kind(i)] += square / (2 * system.Masses[i]);
        }

        bool isLast = simulation.Step % stepsPerRow == 0;
        if (isLast || simulation.Step % Interval == 0)
        {
            _bonds.Update(simulation.State.Positions);
            for (int i = 0; i < system.Count; i++)
            {
                _neighbors[Kind(i)] += _bonds.RowStarts[i + 1] - _bonds.RowStarts[i];
            }

            _counts++;
        }

        if (isLast && simulation.Step / stepsPerRow <= Rows)
        {
            Print(simulation.Time * TimeStep.FemtosecondsPerAtomisticUnit / 1000);
        }
    }

    private int Kind(int atom) => system.Kinds[atom] == "Ge" ? 0 : 1;

    private void Print(double picoseconds)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{picoseconds:F2} ps: bath {bath.BathTemperature / Temperature.ElectronVoltsPerKelvin:F0} K, Ge {Kelvin("Ge"):F0} K, Te {Kelvin("Te"):F0} K; neighbors of Ge {Coordination("Ge"):F2}, of Te {Coordination("Te"):F2}"));
        Array.Clear(_kinetic);
        Array.Clear(_neighbors);
        _counts = 0;
    }

    // The total momentum is zero, which takes the share Σm/M of a kind from its N particles.
    private double Kelvin(string kind)
    {
        double count = 0, mass = 0;
        for (int i = 0; i < system.Count; i++)
        {
            count += system.Kinds[i] == kind ? 1 : 0;
            mass += system.Kinds[i] == kind ? system.Masses[i] : 0;
        }

        double degrees = 3 * (count - (mass / system.TotalMass));
        return 2 * _kinetic[kind == "Ge" ? 0 : 1] / (stepsPerRow * degrees) / Temperature.ElectronVoltsPerKelvin;
    }

    private double Coordination(string kind) =>
        (double)_neighbors[kind == "Ge" ? 0 : 1] / (_counts * system.Kinds.Count(k => k == kind));
}

using ActionML.Reference;

namespace ActionML.Cli.Tests;

/// <summary>64 atoms of liquid GeTe by velocity Verlet with 2 fs.</summary>
internal static class GeTeLiquid
{
    private const int Side = 2;
    private const double Density = 0.0335;

    private static readonly double[][] Sites = [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]];

    /// <summary>Melts a crystal, brings it to a temperature and records it at constant energy.</summary>
    /// <param name="name">The trajectory's name.</param>
    /// <param name="kelvin">The temperature.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="every">Steps of 2 fs per frame.</param>
    public static IEnumerable<Frame> Record(string name, double kelvin, int frames, int every)
    {
        double a = Math.Cbrt(8 / Density);
        List<string> kinds = [];
        List<double> q = [];
        for (int cell = 0; cell < Side * Side * Side; cell++)
        {
            foreach (double[] site in Sites)
            {
                for (int t = 0; t < 2; t++)
                {
                    kinds.Add(t == 0 ? "Ge" : "Te");
                    q.AddRange([a * ((cell % Side) + site[0] + (0.5 * t)), a * ((cell / Side % Side) + site[1]), a * ((cell / Side / Side) + site[2])]);
                }
            }
        }

        Cell box = Cell.Cubic(Side * a);
        var system = new ParticleSystem(3, UnitSystem.Atomistic, [.. kinds], [.. kinds.Select(kind => kind == "Ge" ? 72.63 : 127.6)]);
        TimeStep step = TimeStep.FromFemtoseconds(2);
        var verlet = new VelocityVerletStepper(system, new GeTePotential(box, kinds), step);
        var state = new PhasePoint(system.Count, 3, [.. q], new double[q.Count]);
        foreach ((double bath, int steps) in new[] { (3000.0, 500), (kelvin, 1000) })
        {
            var options = new ThermostatOptions { Temperature = Temperature.FromKelvin(bath), RelaxationTime = TimeStep.FromFemtoseconds(100) };
            new Simulation(new LangevinStepper(verlet, options), state, new SimulationOptions { Seed = (ulong)name.Sum(c => c) }).Run(steps);
        }

        double[] vectors = [.. box.Vectors];
        for (long k = 0; k < frames; k++)
        {
            yield return new Frame(name, every * k, every * k * step.Value, system, state.Clone(), vectors);
            for (int s = 0; s < every; s++)
            {
                verlet.Step(state);
            }
        }
    }
}

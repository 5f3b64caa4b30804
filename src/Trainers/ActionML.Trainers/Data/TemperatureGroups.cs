using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Trajectories grouped by their mean kinetic temperature T = 2K/(k_B D(N − 1)), the motion of the center of mass taken
/// out; groups by ascending temperature.
/// </summary>
/// <remarks>
/// Sorted by temperature, a trajectory begins a new group where it is hotter than the one before by more than 5 %, or by
/// more than 2√(2/(D(N − 1))), twice the standard deviation of the kinetic temperature at one instant. So
/// segments of constant energy recorded at 600, 800 and 1000 K make three groups. Systems with fewer than 30 degrees of
/// freedom, such as three bodies, have no temperature to speak of: they are one group. Where every trajectory's name says
/// one, as in <c>liquid-0600K-1</c>, that temperature counts instead: short segments at 800 and 900 K overlap otherwise.
/// </remarks>
public sealed partial class TemperatureGroups : IReadOnlyList<TemperatureGroup>
{
    private const double SmallestGap = 0.05;
    private const int FewestFreedom = 30;

    private readonly TemperatureGroup[] _groups;
    private readonly Dictionary<string, int> _groupOf;

    private TemperatureGroups(TemperatureGroup[] groups, Dictionary<string, int> groupOf) => (_groups, _groupOf) = (groups, groupOf);

    /// <summary>No group.</summary>
    public static TemperatureGroups None { get; } = new([], []);

    /// <inheritdoc/>
    public int Count => _groups.Length;

    /// <inheritdoc/>
    public TemperatureGroup this[int index] => _groups[index];

    /// <summary>The group that a trajectory belongs to, or −1.</summary>
    /// <param name="trajectory">Its name.</param>
    public int IndexOf(string trajectory) => _groupOf.GetValueOrDefault(trajectory, -1);

    /// <inheritdoc/>
    public IEnumerator<TemperatureGroup> GetEnumerator() => ((IEnumerable<TemperatureGroup>)_groups).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Collects frames, in any order.</summary>
    internal sealed class Collector
    {
        private readonly Dictionary<string, Sum> _sums = [];

        /// <summary>Adds a frame.</summary>
        public void Add(Frame frame)
        {
            if (!_sums.TryGetValue(frame.TrajectoryId, out Sum? sum))
            {
                _sums.Add(frame.TrajectoryId, sum = new Sum(frame.System));
            }

            sum.Energy += EnergyOf(frame);
            sum.Frames++;
        }

        /// <summary>The groups of all trajectories with two particles or more.</summary>
        public TemperatureGroups Finish()
        {
            (string Name, Sum Sum)[] sorted = [.. _sums.Where(s => s.Value.System.Count > 1).Select(s => (s.Key, s.Value)).OrderBy(s => s.Value.Value)];
            List<TemperatureGroup> groups = [];
            Dictionary<string, int> groupOf = [];
            double?[] named = [.. sorted.Select(s => Named(s.Name))];
            bool areNamed = named.All(kelvin => kelvin is not null);
            if (areNamed)
            {
                Array.Sort(named, sorted);
            }

            for (int from = 0, to; from < sorted.Length; from = to)
            {
                double energy = 0, frames = 0;
                for (to = from; to < sorted.Length && (to == from || IsSame(to - 1, to)); to++)
                {
                    energy += sorted[to].Sum.Value * sorted[to].Sum.Frames;
                    frames += sorted[to].Sum.Frames;
                    groupOf[sorted[to].Name] = groups.Count;
                }

                UnitSystem units = sorted[from].Sum.System.Units;
                double[] values = [.. sorted[from..to].Select(s => s.Sum.Value)];
                groups.Add(new TemperatureGroup(Of(energy / frames, units), Of(values.Min(), units), Of(values.Max(), units), to - from));
            }

            return new TemperatureGroups([.. groups], groupOf);

            bool IsSame(int one, int next) => areNamed ? named[one] == named[next] : !IsBeyond(sorted[one].Sum, sorted[next].Sum);
        }

        private static double? Named(string trajectory) =>
            NameOfTemperature().Match(trajectory) is { Success: true } match ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

        private static bool IsBeyond(Sum colder, Sum hotter)
        {
            int freedom = Math.Min(colder.Freedom, hotter.Freedom);
            double gap = Math.Max(SmallestGap, 2 * Math.Sqrt(2.0 / freedom));
            return freedom >= FewestFreedom && hotter.Value > colder.Value * (1 + gap);
        }

        private static Temperature Of(double energy, UnitSystem units) => units == UnitSystem.Atomistic
            ? Temperature.FromElectronVolts(energy)
            : Temperature.Dimensionless(energy);

        // The kinetic energy without that of the center of mass.
        private static double EnergyOf(Frame frame)
        {
            ParticleSystem system = frame.System;
            Span<double> total = stackalloc double[system.Dimension];
            Observables.LinearMomentum(system, frame.State, total);
            double flight = 0;
            foreach (double p in total)
            {
                flight += p * p;
            }

            return Math.Max(0, Observables.KineticEnergy(system, frame.State) - (0.5 * flight / system.TotalMass));
        }
    }

    [GeneratedRegex(@"(?<![\p{L}\d.])(\d+(?:\.\d+)?)K(?![\p{L}\d])")]
    private static partial Regex NameOfTemperature();

    private sealed class Sum(ParticleSystem system)
    {
        public ParticleSystem System => system;

        public double Energy { get; set; }

        public long Frames { get; set; }

        public int Freedom => system.Dimension * (system.Count - 1);

        // k_B·T in model units.
        public double Value => 2 * Energy / ((double)Frames * Freedom);
    }
}

using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Cli;

/// <summary>Sums of errors, one for each group of temperatures.</summary>
internal sealed class TemperatureSums(TemperatureGroups temperatures)
{
    // One more: trajectories of no group, where there are no groups at all.
    private readonly ErrorSum[] _sums = [.. Enumerable.Range(0, temperatures.Count + 1).Select(_ => new ErrorSum())];

    /// <summary>The sum that a pair's errors go to.</summary>
    public ErrorSum Of(Frame start) => _sums[temperatures.IndexOf(start.TrajectoryId) is >= 0 and int index ? index : temperatures.Count];

    /// <summary>Counts a pair whose step did not converge.</summary>
    public void AddUnconverged(Frame start) => Of(start).Unconverged++;

    /// <summary>All groups together, and each of them where there are several.</summary>
    public PairErrorFigures Figures(string name)
    {
        var all = new ErrorSum();
        foreach (ErrorSum sum in _sums)
        {
            all.Add(sum);
        }

        return new PairErrorFigures(name, all)
        {
            ByTemperature = temperatures.Count > 1
                ? [.. temperatures.Zip(_sums).Where(g => g.Second.Pairs + g.Second.Unconverged > 0).Select(g => new TemperatureErrorFigures(g.First, g.Second))]
                : [],
        };
    }
}

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Finds out what a path holds.</summary>
internal static class InspectWorkflow
{
    /// <summary>1 u/Å³.</summary>
    private const double GramsPerCubicCentimeter = 1.66053906892;

    /// <summary>Reads a model's metadata, or a trajectory to its end.</summary>
    public static InspectResult Run(string path, TrajectoryReadOptions options, CancellationToken token)
    {
        bool isModel = Directory.Exists(path)
            ? !Directory.EnumerateFiles(path).Any(TrajectoryFile.HasKnownExtension)
            : path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        return isModel
            ? new InspectResult { Path = path, Models = [.. ModelFiles.Manifests(path).Select(Describe)] }
            : new InspectResult { Path = path, Trajectory = Trajectory(path, options, token) };
    }

    private static ModelDescription Describe(ModelFile file)
    {
        const string Prefix = "actionml.";
        return new ModelDescription(
            file.Path,
            new FileInfo(file.Path).Length,
            file.Manifest.ToMetadata().ToDictionary(e => e.Key.StartsWith(Prefix, StringComparison.Ordinal) ? e.Key[Prefix.Length..] : e.Key, e => e.Value));
    }

    private static TrajectoryDescription Trajectory(string path, TrajectoryReadOptions options, CancellationToken token)
    {
        Dictionary<string, TrajectorySums> trajectories = [];
        Dictionary<string, (double Min, double Max)> kinds = [];
        HashSet<ParticleSystem> systems = new(ReferenceEqualityComparer.Instance);
        Frame? head = null;
        double? spacing = null;
        bool even = true;
        bool periodic = false;
        int fewest = int.MaxValue;
        int most = 0;
        foreach (Frame frame in TrajectoryFile.Read(TrajectoryFile.Files(path), options))
        {
            token.ThrowIfCancellationRequested();
            head ??= frame;
            periodic |= frame.Cell is not null;
            double heat = Heat(frame);
            if (trajectories.TryGetValue(frame.TrajectoryId, out TrajectorySums t))
            {
                double step = frame.Time - t.Last;
                spacing ??= step;
                even &= Math.Abs(step - spacing.Value) <= 1e-6 * Math.Abs(spacing.Value);
                trajectories[frame.TrajectoryId] = new TrajectorySums(t.Count + 1, t.First, frame.Time, t.Heat + heat);
            }
            else
            {
                trajectories[frame.TrajectoryId] = new TrajectorySums(1, frame.Time, frame.Time, heat);
            }

            if (systems.Add(frame.System))
            {
                fewest = Math.Min(fewest, frame.System.Count);
                most = Math.Max(most, frame.System.Count);
                AddMasses(kinds, frame.System);
            }
        }

        if (head is null)
        {
            throw new DataException($"'{path}' holds no frame. Name a trajectory with at least one.");
        }

        ParticleSystem first = head.System;
        double Kelvin(TrajectorySums sums) => Temperature.FromElectronVolts(sums.Heat / sums.Count).DisplayValue;
        return new TrajectoryDescription
        {
            Trajectories = trajectories.Count,
            Frames = trajectories.Values.Sum(t => t.Count),
            FewestFrames = trajectories.Values.Min(t => t.Count),
            MostFrames = trajectories.Values.Max(t => t.Count),
            FewestParticles = fewest,
            MostParticles = most,
            Dimension = first.Dimension,
            Units = first.Units == UnitSystem.Atomistic ? "atomistic" : "dimensionless",
            Periodic = periodic,
            Kinds = [.. kinds.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => new KindDescription(k.Key, k.Value.Min, k.Value.Max))],
            Density = head.Cell is { } cell && first.Units == UnitSystem.Atomistic ? GramsPerCubicCentimeter * first.TotalMass / new Cell(cell).Volume : null,
            LowestTemperature = first.Units == UnitSystem.Atomistic ? trajectories.Values.Min(Kelvin) : null,
            HighestTemperature = first.Units == UnitSystem.Atomistic ? trajectories.Values.Max(Kelvin) : null,
            FrameSpacing = spacing is { } s ? Steps.Display(s, first.Units) : null,
            IsEvenlySpaced = even,
            LongestDuration = Steps.Display(trajectories.Values.Max(t => t.Last - t.First), first.Units),
            TimeUnit = Steps.Unit(first.Units),
        };
    }

    // k_B·T of an instant, the motion of the center of mass counted out of the degrees of freedom.
    private static double Heat(Frame frame) =>
        2 * Observables.KineticEnergy(frame.System, frame.State) / (frame.System.Dimension * Math.Max(1, frame.System.Count - 1));

    private readonly record struct TrajectorySums(long Count, double First, double Last, double Heat);

    private static void AddMasses(Dictionary<string, (double Min, double Max)> kinds, ParticleSystem system)
    {
        for (int i = 0; i < system.Count; i++)
        {
            double mass = system.Masses[i];
            kinds[system.Kinds[i]] = kinds.TryGetValue(system.Kinds[i], out (double Min, double Max) known)
                ? (Math.Min(known.Min, mass), Math.Max(known.Max, mass))
                : (mass, mass);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// Runs every case that has no result yet, several at a time, then sums all of them up. Each result is a file, so that an
/// interrupted benchmark goes on where it was.
/// </summary>
/// <param name="models">The model directory.</param>
/// <param name="compositions">The directory of the model that has seen other compositions; null to leave its cases out.</param>
/// <param name="folder">Where starts and results go.</param>
/// <param name="settings">What all runs share.</param>
/// <param name="plan">The cases.</param>
internal sealed class GeTeBenchmark(string models, string? compositions, string folder, GeTeSettings settings, IReadOnlyList<GeTeCase> plan)
{
    // Starts come from another seed than the training data, and each from its own melt.
    private const int StartSeed = 4000;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string _starts = Path.Combine(folder, "starts");
    private readonly string _runs = Path.Combine(folder, "runs");

    /// <summary>Runs the missing cases and returns all results, in the order of the plan.</summary>
    public IReadOnlyList<GeTeRecord> Run(CancellationToken token)
    {
        Directory.CreateDirectory(_starts);
        Directory.CreateDirectory(_runs);
        Each(plan.DistinctBy(run => run.StartName).Where(run => !File.Exists(StartPath(run))), MakeStart, "start", token);
        Each(plan.Where(run => !File.Exists(RunPath(run)) && ModelsOf(run) is not null), Execute, "run", token);
        return Results();

        void MakeStart(GeTeCase run)
        {
            var options = new GeTeDatasetOptions { Atoms = run.Atoms, Composition = run.Composition, CrystalTemperatures = [] };
            ulong seed = ((ulong)StartSeed << 32) + (ulong)((run.Start * 10_000) + run.Kelvin);
            GeTeThermalHistory history = GeTeThermalHistory.Liquid(options, run.Kelvin, new DeterministicRandom(seed), token: token);
            ExtendedXyzWriter.WriteAll(
                StartPath(run), [new Frame(run.StartName, 0, 0, history.System, history.State, history.Cell.Vectors.ToArray())]);
        }

        void Execute(GeTeCase run)
        {
            Frame start = ExtendedXyz.Read(StartPath(run)).First();
            using GeTeIntegrator integrator = GeTeIntegrator.Create(run.Integrator, start, ModelsOf(run)!, settings);
            GeTeRecord record = GeTeRun.Execute(run, start, integrator.Stepper, token);
            AtomicFile.WriteAllText(RunPath(run), JsonSerializer.Serialize(record, Json));
        }
    }

    /// <summary>The results that are there.</summary>
    public IReadOnlyList<GeTeRecord> Results() =>
        [.. plan.Select(RunPath).Where(File.Exists).Select(path => JsonSerializer.Deserialize<GeTeRecord>(File.ReadAllText(path), Json)!)];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string? ModelsOf(GeTeCase run) => run.NeedsCompositions ? compositions : models;

    private string StartPath(GeTeCase run) => Path.Combine(_starts, run.StartName + ".xyz");

    // Results of models depend on their step.
    private string RunPath(GeTeCase run) =>
        Path.Combine(_runs, run.Integrator == "reference" ? run.Name + ".json" : Text($"{run.Name}-{settings.Step}fs.json"));

    private void Each(IEnumerable<GeTeCase> cases, Action<GeTeCase> work, string what, CancellationToken token)
    {
        GeTeCase[] missing = [.. cases];
        int done = 0;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = token };
        OrderablePartitioner<GeTeCase> each = Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(each, parallel, run =>
        {
            work(run);
            int count = Interlocked.Increment(ref done);
            Console.WriteLine(Text($"benchmark: {what} {count} of {missing.Length}, {watch.Elapsed.TotalSeconds:0} s: {(what == "start" ? run.StartName : run.Name)}"));
        });
    }
}

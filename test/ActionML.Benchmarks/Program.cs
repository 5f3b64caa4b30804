using System.Globalization;
using ActionML.Benchmarks;
using ActionML.Runtime;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["training", var python, var scripts, var folder]:
        return new TrainingBenchmark(python, scripts, folder).Run();
    case ["peers", var python, var scripts, var models, var start, var folder, var form]:
        return new PeersBenchmark(python, scripts, folder, quick: form == "quick").Run(models, start);
    case ["profile", var batchSize, var folder]:
        OperatorProfile.Print(ProfiledGraph.Of(TrainingProblem.ThreeBodies(int.Parse(batchSize))), folder);
        return 0;
    case ["roofline", var models, var start, var folder]:
        Roofline.Print(models, start, folder);
        return 0;
    case ["cursor", var kind, var frames, var particles, var width]:
        return CursorBenchmark.Run(Enum.Parse<ModelKind>(kind, ignoreCase: true), int.Parse(frames), int.Parse(particles), int.Parse(width));
    case ["loading", var trajectories, var frames, var particles, var dimension]:
        return LoadingBenchmark.Run(int.Parse(trajectories), int.Parse(frames), int.Parse(particles), int.Parse(dimension));
    case ["failures", var models, var folder, var steps]:
        return SilentFailures.Run(models, folder, long.Parse(steps));
    case ["ladder"]:
        OscillatorLadder.Print();
        return 0;
    case ["update"]:
        return UpdateBenchmark.Run();
    case ["device", var models]:
        return DeviceBenchmark.Run(models);
    case ["gete", var models, var compositions, var folder, var form, .. var more]:
        return GeTeProgram.Run(models, compositions == "none" ? null : compositions, folder, quick: form == "quick", runs: more is [], cost: form != "quick" && more is not ["report"]);
    case ["replicas", var models, var folder]:
        return ReplicaBenchmark.Run(models, folder);
    case ["kicks", var models, .. var starts]:
        return EnergyKicks.Print(models, starts);
    case ["spectrum", var models, var start]:
        return KickSpectrum.Print(models, start);
    case ["limit", var stage, var folder, .. var more]:
        return LimitProgram.Run(stage, folder, more);
    default:
        Console.Error.WriteLine($"benchmark: found '{string.Join(' ', args)}'; expected 'training PYTHON SCRIPTS FOLDER', 'peers PYTHON SCRIPTS MODELS START FOLDER full|quick', 'profile BATCH FOLDER', 'roofline MODELS START FOLDER', 'failures MODELS FOLDER STEPS', 'ladder', 'update', 'device MODELS', 'limit STAGE FOLDER …', 'kicks MODELS START …', 'spectrum MODELS START', 'replicas MODELS FOLDER', 'gete MODELS COMPOSITIONS|none FOLDER full|quick [report|cost]', 'cursor direct|action FRAMES PARTICLES WIDTH' or 'loading TRAJECTORIES FRAMES PARTICLES DIMENSION'. Use 'bash build/benchmark.sh'.");
        return 2;
}

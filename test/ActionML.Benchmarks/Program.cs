using System.Globalization;
using ActionML.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["training", var python, var script, var folder]:
        return new TrainingBenchmark(python, script, folder).Run();
    case ["profile", var batchSize, var folder]:
        OperatorProfile.Print(new TrainingProblem(int.Parse(batchSize)), folder);
        return 0;
    default:
        Console.Error.WriteLine($"benchmark: found '{string.Join(' ', args)}'; expected 'training PYTHON SCRIPT FOLDER' or 'profile BATCH FOLDER'. Use 'bash build/benchmark.sh'.");
        return 2;
}

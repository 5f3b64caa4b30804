using System.Globalization;
using ActionML.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ["training", var python, var script, var folder])
{
    Console.Error.WriteLine($"benchmark: found '{string.Join(' ', args)}'; expected 'training PYTHON SCRIPT FOLDER'. Use 'bash build/benchmark.sh training'.");
    return 2;
}

return new TrainingBenchmark(python, script, folder).Run();

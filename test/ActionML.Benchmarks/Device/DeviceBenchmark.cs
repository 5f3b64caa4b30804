using System.Globalization;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// Steps solved on the host beside steps solved where the model runs, here both on the CPU: what each spends outside the model,
/// and the residual at which the rounding of a single-precision model stops a solve whose unknowns are in double.
/// </summary>
internal static class DeviceBenchmark
{
    private const int Rounds = 9;
    private const int FloorSteps = 5;

    private static readonly double[] Tolerances = [1e-3, 1e-5, 1e-6, 3e-7, 1e-7];

    /// <summary>Prints both tables.</summary>
    /// <param name="models">The folder of the shipped models.</param>
    public static int Run(string models)
    {
        DeviceCase melt = DeviceCase.GeTe(models, 216);
        Console.WriteLine("| system | evaluations per step | an evaluation, ms | a step on the host, ms | where the model runs, ms | ratio | outside the model: host | device |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        PrintPace(DeviceCase.ThreeBodies(models), steps: 200);
        PrintPace(melt, steps: 4);
        Console.WriteLine();
        PrintFloor(melt);
        return 0;
    }

    // In turns and in processor time, so that what else the machine does meets both alike; medians over rounds.
    private static void PrintPace(DeviceCase item, int steps)
    {
        using OnnxActionModel host = item.LoadHost();
        using ResidentActionModel device = item.LoadDevice(item.Precision);
        SymplecticStepper[] steppers = [item.Stepper(host, item.Tolerance), item.Stepper(device, item.Tolerance)];
        PhasePoint[] states = [item.Start.Clone(), item.Start.Clone()];
        NeighborList list = item.Neighbors().Update(item.Start.Positions);
        double[] zeros = new double[item.System.Coordinates];
        double[] deltaPositions = new double[zeros.Length];
        double[] deltaMomenta = new double[zeros.Length];
        using OnnxActionModel alone = host.Share();
        alone.Bind(item.System);
        List<double> evaluations = [];
        List<double>[] times = [[], []];
        double perStep = 0;
        for (int round = -1; round < Rounds; round++)
        {
            double evaluation = Time(steps * 5, () =>
            {
                alone.Evaluate(list, zeros, item.Start.Momenta, deltaPositions, deltaMomenta);
                return 1;
            }).Seconds;
            for (int i = 0; i < 2; i++)
            {
                (double seconds, int spent) = Time(steps, () => steppers[i].TryStep(states[i]).Evaluations);
                perStep = (double)spent / steps;
                if (round >= 0)
                {
                    // Outside the model: what the step took beyond its evaluations, whose number changes from round to round.
                    times[i].Add(seconds - (perStep * evaluation));
                }
            }

            if (round >= 0)
            {
                evaluations.Add(evaluation);
            }
        }

        double Median(List<double> values) => 1e3 * values.Order().ElementAt(values.Count / 2);
        double model = perStep * Median(evaluations);
        double onHost = model + Median(times[0]);
        double onDevice = model + Median(times[1]);
        Print($"| {item.Name} | {perStep:0.0} | {Median(evaluations):0.000} | {onHost:0.000} | {onDevice:0.000} | {onDevice / onHost:0.00} | {Median(times[0]) / onHost:P1} | {Median(times[1]) / onDevice:P1} |");
    }

    private static (double Seconds, int Sum) Time(int count, Func<int> work)
    {
        int sum = 0;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < count; i++)
        {
            sum += work();
        }

        return ((Environment.CpuUsage.TotalTime - start).TotalSeconds / count, sum);
    }

    private static void PrintFloor(DeviceCase item)
    {
        Console.WriteLine($"{item.Name}, solved where the model runs, {FloorSteps} steps, unknowns in double:");
        Console.WriteLine();
        Console.WriteLine("| tolerance | model in single: converged | evaluations per step | largest residual | in double: converged | evaluations per step | largest residual |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        using ResidentActionModel single = item.LoadDevice(ModelPrecision.Single);
        using ResidentActionModel wide = item.LoadDevice(ModelPrecision.Double);
        foreach (double tolerance in Tolerances)
        {
            Print($"| {tolerance:0E+0} | {Floor(item, single, tolerance)} | {Floor(item, wide, tolerance)} |");
        }
    }

    private static string Floor(DeviceCase item, IActionModel model, double tolerance)
    {
        SymplecticStepper stepper = item.Stepper(model, tolerance);
        PhasePoint state = item.Start.Clone();
        int converged = 0;
        int evaluations = 0;
        double worst = 0;
        for (int i = 0; i < FloorSteps; i++)
        {
            StepReport report = stepper.TryStep(state);
            converged += report.IsConverged ? 1 : 0;
            evaluations += report.Evaluations;
            worst = Math.Max(worst, report.Correction!.Value.Residual);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{converged} of {FloorSteps} | {(double)evaluations / FloorSteps:0.0} | {worst:0.0E+0}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

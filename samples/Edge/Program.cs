using System.Diagnostics;
using System.Globalization;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

if (args.Length != 3 || !int.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out int steps) || steps == 0)
{
    Console.Error.WriteLine("Usage: edge <model directory> <start.xyz> <steps>");
    return (int)ErrorKind.Usage;
}

try
{
    Frame start = ExtendedXyz.Read(args[1]).First();
    using OnnxActionModel model = OnnxActionModel.Load(args[0]);
    bool isDouble = model.Manifest.Precision == ModelPrecision.Double;
    var options = new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = isDouble ? 1e-8 : 1e-5 } };
    var stepper = new SymplecticStepper(start.System, model, new AllPairs(start.System.Count, start.System.Dimension), options);
    PhasePoint state = start.State;

    long evaluations = stepper.Step(state).Evaluations;
    TimeSpan first = DateTime.Now - Process.GetCurrentProcess().StartTime;
    var clock = Stopwatch.StartNew();
    for (int step = 1; step < steps; step++)
    {
        evaluations += stepper.Step(state).Evaluations;
    }

    double perStep = steps > 1 ? clock.Elapsed.TotalMilliseconds / (steps - 1) : double.NaN;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"model        {model.Manifest.Kind}, {model.Manifest.Precision}, step {stepper.TimeStep}"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first step   {first.TotalMilliseconds:F0} ms after the start of the process"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"steps        {steps}, {perStep:F3} ms and {(double)evaluations / steps:F2} evaluations each"));
    Console.WriteLine($"positions    {string.Join(' ', state.Positions.Select(value => value.ToString("F6", CultureInfo.InvariantCulture)))}");
    return 0;
}
catch (ActionMLException error)
{
    Console.Error.WriteLine(error.Message);
    return (int)error.Kind;
}

using System.Globalization;

using ActionML.Cli;
using ActionML.Demo;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
CliHost host = CliHost.ForConsole();
try
{
    if (args.Contains("--help"))
    {
        Console.WriteLine(DemoArguments.Help);
        return 0;
    }

    return ThreeBodyDemo.Run(DemoArguments.Parse(args), host, cancellation.Token);
}
catch (Exception e)
{
    return Failure.Report(e, host, cancellation.Token);
}

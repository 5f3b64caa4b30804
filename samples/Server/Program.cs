using ActionML.Runtime;
using ActionML.Samples.Server;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
Limits limits = builder.Configuration.GetSection("Limits").Get<Limits>() ?? new Limits();
if (builder.Configuration["model"] is not { } directory)
{
    Console.Error.WriteLine("Usage: server --model <model directory> [--urls http://localhost:5080] [--Limits:Steps 100000]");
    return (int)ErrorKind.Usage;
}

try
{
    using var models = new Models(directory, limits.Simulations);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = limits.RequestBytes);
    await using WebApplication app = builder.Build();
    app.MapGet("/model", () => Results.Text($"{models.Manifest.Kind} model, {models.Manifest.Precision}, step {models.Manifest.TimeStep}\n"));
    app.MapPost("/simulations", (HttpContext http, int steps, int? every) => SimulationEndpoint.Run(http, models, limits, steps, every ?? 1));
    await app.RunAsync();
    return 0;
}
catch (ActionMLException error)
{
    Console.Error.WriteLine(error.Message);
    return (int)error.Kind;
}

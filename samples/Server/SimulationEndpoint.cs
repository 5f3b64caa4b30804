using System.Text.Json;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Samples.Server;

/// <summary><c>POST /simulations?steps=1000&amp;every=10</c> with a frame in extended XYZ: answers with one line of JSON per recorded frame.</summary>
internal static class SimulationEndpoint
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>Runs one simulation and writes its frames as they come.</summary>
    public static async Task<IResult> Run(HttpContext http, Models models, Limits limits, int steps, int every = 1)
    {
        if (steps < 1 || steps > limits.Steps || every < 1)
        {
            return Refuse(StatusCodes.Status400BadRequest, $"Found steps={steps} and every={every}; expected 1 to {limits.Steps} steps, and every at least 1.");
        }

        // A body beyond the limit ends in a 413 of the server's own.
        string body;
        using (var reader = new StreamReader(http.Request.Body))
        {
            body = await reader.ReadToEndAsync(http.RequestAborted);
        }

        if (models.TryRent() is not { } model)
        {
            http.Response.Headers.RetryAfter = "1";
            return Refuse(StatusCodes.Status429TooManyRequests, $"All {limits.Simulations} simulations that this server runs at a time are at work. Try again later.");
        }

        try
        {
            Frame start;
            SymplecticStepper stepper;
            try
            {
                var options = new ExtendedXyzReadOptions { MaxParticles = limits.Particles };
                using var text = new StringReader(body);
                start = ExtendedXyz.Read(text, "the body of the request", options).First();
                stepper = Create(start.System, model);
            }
            catch (ActionMLException error)
            {
                return Refuse(StatusCodes.Status400BadRequest, error.Message);
            }

            http.Response.ContentType = "application/x-ndjson";
            await Stream(http, stepper, start.State, steps, every);
            return Results.Empty;
        }
        finally
        {
            models.Return(model);
        }
    }

    private static SymplecticStepper Create(ParticleSystem system, OnnxActionModel model)
    {
        double tolerance = model.Manifest.Precision == ModelPrecision.Double ? 1e-8 : 1e-6;
        var options = new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = tolerance } };
        return new SymplecticStepper(system, model, new AllPairs(system.Count, system.Dimension), options);
    }

    private static async Task Stream(HttpContext http, SymplecticStepper stepper, PhasePoint state, int steps, int every)
    {
        long evaluations = 0;
        for (int step = 1; step <= steps; step++)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            StepReport report = stepper.TryStep(state);
            evaluations += report.Evaluations;
            if (report.Outcome == StepOutcome.Rejected)
            {
                await Write(http, new FrameLine { Step = step, Evaluations = evaluations, Error = report.Reason });
                return;
            }

            if (step % every == 0 || step == steps)
            {
                await Write(http, new FrameLine
                {
                    Step = step,
                    Time = step * stepper.TimeStep.Value,
                    Positions = state.Positions,
                    Momenta = state.Momenta,
                    Evaluations = evaluations,
                });
            }
        }
    }

    private static async Task Write(HttpContext http, FrameLine line)
    {
        await JsonSerializer.SerializeAsync(http.Response.Body, line, ServerJson.Default.FrameLine, http.RequestAborted);
        await http.Response.Body.WriteAsync(NewLine, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static IResult Refuse(int status, string reason) => Results.Text(reason + "\n", statusCode: status);
}

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Certifies a run with models and neighbor lists of its own, so that the run is the same with and without it.</summary>
internal sealed class RunCertificate : IDisposable
{
    private readonly RunSetup _setup;

    private RunCertificate(RunSetup setup, long steps)
    {
        _setup = setup;
        IStepper map = setup.Thermostat?.Inner ?? setup.Stepper;
        Certifier = new Certifier(map, steps, new CertifierOptions { IsPeriodic = setup.Start.Cell is not null });
    }

    /// <summary>Follows the run.</summary>
    public Certifier Certifier { get; }

    /// <summary>Follows a simulation where that was asked for.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="simulation">The run, before it starts.</param>
    /// <param name="steps">Steps that it will make.</param>
    public static RunCertificate? For(RunRequest request, Simulation simulation, long steps)
    {
        if (!request.Certify)
        {
            return null;
        }

        var certificate = new RunCertificate(RunSetup.Create(request), steps);
        simulation.Observe(certificate.Certifier);
        return certificate;
    }

    /// <summary>The certificate in numbers.</summary>
    /// <param name="elapsed">Wall-clock of the run.</param>
    public CertificateFigures Figures(TimeSpan elapsed) => CertificateFigures.From(Certifier, (elapsed - Certifier.Elapsed).TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _setup.Dispose();
}

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Certifies a run with models and neighbor lists of its own, so that the run is the same with and without it.</summary>
internal sealed class RunCertificate : IDisposable
{
    private readonly RunSetup _setup;
    private double? _stiffness;

    private RunCertificate(RunRequest request, long steps)
    {
        RunSetup setup = _setup = RunSetup.Create(request);
        IStepper map = setup.Thermostat?.Inner ?? setup.Stepper;
        Func<PhasePoint, MeasuredError>? symmetry = setup.HessianProbe(request) is { } probe ? state => Probe(probe, state) : null;
        Certifier = new Certifier(map, steps, new CertifierOptions { IsPeriodic = setup.Start.Cell is not null, HessianSymmetry = symmetry });
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

        var certificate = new RunCertificate(request, steps);
        simulation.Observe(certificate.Certifier);
        return certificate;
    }

    /// <summary>The certificate in numbers.</summary>
    /// <param name="elapsed">Wall-clock of the run.</param>
    public CertificateFigures Figures(TimeSpan elapsed) =>
        CertificateFigures.From(Certifier, (elapsed - Certifier.Elapsed).TotalSeconds) with { Stiffness = _stiffness };

    /// <inheritdoc/>
    public void Dispose() => _setup.Dispose();

    private MeasuredError Probe(HessianProbe probe, PhasePoint state)
    {
        _stiffness = Math.Max(_stiffness ?? 0, 2 * Math.Atan(probe.SpectralRadius(state)));
        return probe.Asymmetry(state);
    }
}

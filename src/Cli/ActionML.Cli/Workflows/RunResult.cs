namespace ActionML.Cli;

/// <summary>What <c>actionml run</c> did.</summary>
internal sealed record RunResult
{
    /// <summary>The method's name.</summary>
    public required string Integrator { get; init; }

    /// <summary>What the method keeps.</summary>
    public required ActionML.Runtime.StepperTraits Traits { get; init; }

    /// <summary>Steps made, those before a restart included.</summary>
    public long Steps { get; init; }

    /// <summary>Time simulated, in the unit that users see.</summary>
    public double Duration { get; init; }

    /// <summary>The unit of time, or empty.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary>Simulated time per wall-clock time, in <see cref="SpeedUnit"/>.</summary>
    public double Speed { get; init; }

    /// <summary><c>ns/day</c>, or <c>1/s</c> for dimensionless time per second.</summary>
    public string SpeedUnit { get; init; } = "";

    /// <summary>What the solver advisor picked, and from what; null where it was not asked.</summary>
    public string? Solver { get; init; }

    /// <summary>The thermostat and what it was set to; null for none.</summary>
    public string? Thermostat { get; init; }

    /// <summary>Energy that the thermostat has given to the system, in eV or dimensionless; null without one.</summary>
    public double? Heat { get; init; }

    /// <summary>The run in numbers.</summary>
    public required IntegratorFigures Figures { get; init; }

    /// <summary>The step from which the run was taken up; null when it was not.</summary>
    public long? RestartedAt { get; init; }

    /// <summary>The trajectory written.</summary>
    public string? Out { get; init; }

    /// <summary>The report written.</summary>
    public string? Report { get; init; }
}

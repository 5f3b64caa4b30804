namespace ActionML.Cli;

/// <summary>What one replica did: a row of <see cref="ReplicaRunResult"/>.</summary>
internal sealed record ReplicaFigures
{
    /// <summary>Its number, from 0.</summary>
    public int Replica { get; init; }

    /// <summary>Its seed: the single run with this seed and <see cref="Temperature"/> is the same run.</summary>
    public long Seed { get; init; }

    /// <summary>Temperature of its thermostat and drawn momenta, in K or dimensionless; null for a ramp.</summary>
    public double? Temperature { get; init; }

    /// <summary><c>completed</c> or <c>rejected</c>.</summary>
    public required string End { get; init; }

    /// <summary>Why it ended early; null when it is complete.</summary>
    public string? Reason { get; init; }

    /// <summary>Steps made, those before a restart included.</summary>
    public long Steps { get; init; }

    /// <summary>Time simulated, in the unit that users see.</summary>
    public double Duration { get; init; }

    /// <summary>The thermostat and what it was set to; null for none.</summary>
    public string? Thermostat { get; init; }

    /// <summary>Energy that the thermostat has given, in eV or dimensionless; null without one.</summary>
    public double? Heat { get; init; }

    /// <summary>The run in numbers; seconds are those that its own steps took.</summary>
    public required IntegratorFigures Figures { get; init; }

    /// <summary>The step from which it was taken up; null when it was not.</summary>
    public long? RestartedAt { get; init; }

    /// <summary>The trajectory written; null for none.</summary>
    public string? Out { get; init; }
}

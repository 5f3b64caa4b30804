using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>How often a run of atoms is measured: often enough for every figure, and at a small part of the cost of its steps.</summary>
internal sealed record AtomSampling
{
    // Kept frames of positions or velocities: their memory, and their part of each checkpoint, stay below 16 MB.
    private const int MostKept = 2_000_000;

    /// <summary>Steps between samples of the energy, an evaluation of the potential each.</summary>
    public required long Energy { get; init; }

    /// <summary>Steps between states in which the structure is measured.</summary>
    public required long Structure { get; init; }

    /// <summary>Steps between positions of the mean-square displacement.</summary>
    public required long Displacement { get; init; }

    /// <summary>Its longest lag, in samples: a fifth of the run, so that its error can be told. Below 2 there is none.</summary>
    public required int DisplacementLags { get; init; }

    /// <summary>Samples between its origins.</summary>
    public required int DisplacementOrigins { get; init; }

    /// <summary>Steps between velocities of the correlation: at most 8 fs where steps are shorter, so that 60 THz can be seen.</summary>
    public required long Velocity { get; init; }

    /// <summary>Its longest lag, in samples: 2 ps, or a quarter of the run. Below 8 there is none.</summary>
    public required int VelocityLags { get; init; }

    /// <summary>Samples between its origins.</summary>
    public required int VelocityOrigins { get; init; }

    /// <summary>Chooses for a run.</summary>
    /// <param name="system">Its system.</param>
    /// <param name="steps">Its number of steps.</param>
    /// <param name="femtoseconds">Their length.</param>
    public static AtomSampling For(ParticleSystem system, long steps, double femtoseconds)
    {
        long displacement = Math.Max(1, steps / 1000);
        int displacementLags = (int)(steps / displacement / 5);
        long velocity = Math.Max(1, (long)(8 / femtoseconds));
        int velocityLags = (int)Math.Min(2000 / (velocity * femtoseconds), steps / velocity / 4.0);
        int kept = Math.Clamp(MostKept / system.Coordinates, 2, 50);
        return new AtomSampling
        {
            Energy = Math.Max(Math.Min(4, 1 + (steps / 100)), steps / 1000),
            Structure = Math.Max(Math.Min(10, 1 + (steps / 50)), steps / 500),
            Displacement = displacement,
            DisplacementLags = displacementLags,
            DisplacementOrigins = Math.Max(1, (displacementLags + kept - 1) / kept),
            Velocity = velocity,
            VelocityLags = velocityLags,
            VelocityOrigins = Math.Max(1, (velocityLags + kept - 1) / kept),
        };
    }
}

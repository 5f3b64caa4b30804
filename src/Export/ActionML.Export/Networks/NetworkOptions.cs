using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>The architecture of a network.</summary>
public sealed record NetworkOptions
{
    /// <summary>Spatial dimension D, 2 or 3.</summary>
    public int Dimension { get; init; } = 3;

    /// <summary>Number of kinds of particles.</summary>
    public int SpeciesCount { get; init; } = 1;

    /// <summary>Channels per particle and per edge, 4 to 512. Cost grows linearly at small widths, quadratically at large ones.</summary>
    public int Width { get; init; } = 32;

    /// <summary>Channels of each vector product, 2 to 256.</summary>
    public int VectorWidth { get; init; } = 16;

    /// <summary>Rounds of message passing, 1 to 6. One round sees pairs and, through its vectors, triplets; two see what the neighbors see.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>
    /// Highest degree of the spherical harmonics of the directions to neighbors, 2 or 3. Angles between bonds enter as Legendre
    /// polynomials up to it.
    /// </summary>
    public int HarmonicDegree { get; init; } = 2;

    /// <summary>
    /// Whether sums of û·ṽ over neighbors, the rates at which a coordination changes, are among what a particle knows: the second order of S in the step
    /// holds products of two of them.
    /// </summary>
    public bool HasRates { get; init; }

    /// <summary>Hidden layers of the network of each particle, 1 to 4.</summary>
    public int ParticleLayers { get; init; } = 1;

    /// <summary>Channels of these layers, 4 to 512; null for <see cref="Width"/>. They cost little: they are evaluated once per particle, an edge's once per neighbor.</summary>
    public int? ParticleWidth { get; init; }

    /// <summary>
    /// Largest size c of a product of two sums over neighbors, x/√(1 + x²/c²); null for products as they are. Without it a network is a
    /// polynomial of the sums and grows without bounds where a particle has other surroundings than any in the training data.
    /// </summary>
    public double? ProductLimit { get; init; }

    /// <summary>Gaussian functions of the distance per edge, 2 to 64.</summary>
    public int RadialFunctions { get; init; } = 10;

    /// <summary>
    /// c, above 0 and up to a half, of an action that is evaluated at two points of the straight path of a step, the mean of ε at q̄ ± c h p̄/m; null for q̄ alone. Direct models have none.
    /// A function of positions that changes along the trajectory with frequency f enters the mean with cos(2πfch) of its size: a quarter
    /// takes away what has the frequency 1/h, which makes the energy walk (docs/adr/0014-two-points-of-the-path.md). An evaluation takes up to twice the time. No pair moves farther than
    /// c h times <see cref="NetworkScales.Velocity"/>, and <see cref="Cutoff"/> is shorter by that at both points, so that pairs beyond it never count.
    /// </summary>
    public double? PathPoint { get; init; }

    /// <summary>Distance beyond which particles do not see each other; null for isolated systems in which every pair counts.</summary>
    public double? Cutoff { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="UsageException">Lists all that is wrong.</exception>
    public void Validate()
    {
        List<string> errors = [];
        Require(Dimension is 2 or 3, $"Dimension is {Dimension}; it must be 2 or 3.");
        Require(SpeciesCount >= 1, $"SpeciesCount is {SpeciesCount}; at least one kind is needed.");
        Require(Width is >= 4 and <= 512, $"Width is {Width}; it must be between 4 and 512.");
        Require(VectorWidth is >= 2 and <= 256, $"VectorWidth is {VectorWidth}; it must be between 2 and 256.");
        Require(Rounds is >= 1 and <= 6, $"Rounds is {Rounds}; it must be between 1 and 6.");
        Require(HarmonicDegree is 2 or 3, $"HarmonicDegree is {HarmonicDegree}; it must be 2 or 3.");
        Require(ParticleLayers is >= 1 and <= 4, $"ParticleLayers is {ParticleLayers}; it must be between 1 and 4.");
        Require(ParticleWidth is null or (>= 4 and <= 512), $"ParticleWidth is {ParticleWidth}; it must be between 4 and 512, or null for Width.");
        Require(ProductLimit is null || (ProductLimit > 0 && double.IsFinite(ProductLimit.Value)), $"ProductLimit is {ProductLimit}; it must be positive and finite, or null for none.");
        Require(RadialFunctions is >= 2 and <= 64, $"RadialFunctions is {RadialFunctions}; it must be between 2 and 64.");
        Require(PathPoint is null or (> 0 and <= 0.5), $"PathPoint is {PathPoint}; it must be above 0 and at most 0.5, or null for the midpoint alone.");
        Require(Cutoff is null or > 0, $"Cutoff is {Cutoff}; it must be positive, or null for all pairs.");
        if (errors.Count > 0)
        {
            throw new UsageException("The network options are not valid. " + string.Join(' ', errors));
        }

        void Require(bool condition, string error)
        {
            if (!condition)
            {
                errors.Add(error);
            }
        }
    }
}

using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>How a model is trained. The defaults are those of the demo.</summary>
public sealed record TrainingOptions
{
    private const int ParticlesPerBatch = 200;

    /// <summary>
    /// Channels per particle and per edge, see <see cref="NetworkOptions.Width"/>; null for 32, and 16 in actions with a cutoff that are evaluated at two points
    /// (<see cref="PathPoint"/>).
    /// </summary>
    public int? Width { get; init; }

    /// <summary>Channels of each vector product.</summary>
    public int VectorWidth { get; init; } = 16;

    /// <summary>
    /// Rounds of message passing; null for 2, and 3 in direct models with a cutoff. What a step does to an atom's neighbors while it
    /// lasts, their neighbors decide: the third round takes GeTe's direct model (24 fs) from 11.6 to 8.1 % of Δp, at half more time.
    /// An action sees the middle of a step, where that has happened.
    /// </summary>
    public int? Rounds { get; init; }

    /// <summary>
    /// Highest degree of the harmonics of directions, 2 or 3; null for 2, and 3 in actions with a cutoff: angles between bonds that degree 2 leaves with a
    /// tenth of their variation. GeTe's action (24 fs, four minutes) goes from 2.6 to 2.2 % of Δp by it; docs/adr/0007-atoms.md.
    /// </summary>
    public int? HarmonicDegree { get; init; }

    /// <summary>
    /// Whether rates of coordination are among what a particle knows; null for no, and yes in actions with a cutoff. The error of Δq of GeTe's action (20 fs) falls
    /// from 1.3e-4 to 1.1e-4 Å by them; docs/adr/0013-why-the-energy-drifts.md.
    /// </summary>
    public bool? HasRates { get; init; }

    /// <summary>
    /// Where on the path of a step an action is evaluated, 0 to 0.5, see <see cref="NetworkOptions.PathPoint"/>; zero for the midpoint alone; null for that, and a quarter in actions with
    /// a cutoff.
    /// </summary>
    public double? PathPoint { get; init; }

    /// <summary>Hidden layers of the network of each particle; null for 1, and 2 in actions with a cutoff.</summary>
    public int? ParticleLayers { get; init; }

    /// <summary>Channels of these layers; null for <see cref="Width"/>, and at least 64 in actions with a cutoff.</summary>
    public int? ParticleWidth { get; init; }

    /// <summary>
    /// Largest size of a product of two sums over neighbors; see <see cref="NetworkOptions.ProductLimit"/>. Infinite for none; null for none, and 4 in
    /// actions with a cutoff.
    /// </summary>
    public double? ProductLimit { get; init; }

    /// <summary>Gaussian functions of the distance.</summary>
    public int RadialFunctions { get; init; } = 10;

    /// <summary>Distance beyond which particles do not see each other; null when every pair counts.</summary>
    public double? Cutoff { get; init; }

    /// <summary>
    /// Pairs per batch, 1 to 4096; null for as many as hold about 200 particles: 64 of three bodies, one of 216 atoms. While the loss has fourth differences it is the
    /// next multiple of five.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// Highest learning rate, reached after the warm-up. Small networks of this kind like it high: 8e-3 beat 2e-3 clearly.
    /// With GeTe 1.6e-2 was better still in trainings of two minutes, but diverged for a while in both longer ones.
    /// </summary>
    public double LearningRate { get; init; } = 8e-3;

    /// <summary>Iterations over which the learning rate rises linearly from zero.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>Decoupled weight decay of AdamW.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Largest norm of a gradient; longer ones are shortened to it, or to twice their running mean if that is shorter.</summary>
    public double GradientClip { get; init; } = 1;

    /// <summary>Decay per iteration of the exponential average of the weights, which is what is validated and kept.</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>
    /// Weight of the position part of the loss; both parts are in units of their targets' standard deviation. Null for 0.2, and 0.05 in actions with a
    /// cutoff, where four fifths of the loss are the positions' otherwise.
    /// </summary>
    public double? PositionWeight { get; init; }

    /// <summary>
    /// Change of momentum, in medians, from which a pair counts by its relative rather than its absolute error;
    /// infinite for equal weights; null for 1, with a cutoff infinite, as in a large system every pair is much like the next.
    /// </summary>
    public double? WeightThreshold { get; init; }

    /// <summary>
    /// λ: mean squares of fourth differences of the errors of five pairs half a step apart count λ times beside those of the errors. An error that varies with a
    /// period of h makes the energy walk and is but a hundredth of the mean square; docs/adr/0013-why-the-energy-drifts.md. Null for 1 in actions with a cutoff
    /// whose data have frames at most half a step apart, and 0 otherwise.
    /// </summary>
    public double? FourthDifferenceWeight { get; init; }

    /// <summary>
    /// The share of the training, 0 to 1, after which fourth differences are in the loss. An iteration with them takes five times as long, and the error itself
    /// falls as fast by iterations of single pairs; docs/adr/0013-why-the-energy-drifts.md.
    /// </summary>
    public double FourthDifferenceStart { get; init; } = 0.6;

    /// <summary>The learning rate falls to zero, along a cosine, at this iteration or at <see cref="MaxTime"/>, whichever comes first.</summary>
    public int MaxIterations { get; init; } = 20_000;

    /// <summary>Training time; null for no limit. With a limit the result depends on the speed of the machine.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Iterations between two validations.</summary>
    public int ValidationInterval { get; init; } = 250;

    /// <summary>
    /// At most this many validation pairs are used each time; null for a quarter of the pairs trained on since the last
    /// time, 32 to 1024, which costs a tenth of the training or less.
    /// </summary>
    public int? ValidationPairs { get; init; }

    /// <summary>Stop after this many validations without a better one; null to go on to the end.</summary>
    public int? Patience { get; init; }

    /// <summary>Seed of start weights and batches. Equal seeds and iterations give equal weights on one machine.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The type in which the training computes.</summary>
    public ModelPrecision Precision { get; init; } = ModelPrecision.Single;

    /// <summary>What executes the training.</summary>
    public TrainingEngine Engine { get; init; }

    /// <summary>
    /// Index of the CUDA device to train on; null for the CPU. An ML.NET trainer takes <c>MLContext.GpuDeviceId</c> where
    /// this is null.
    /// </summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// Whether to train on the CPU where the CUDA device cannot be used, rather than to fail. An ML.NET trainer that takes
    /// the device of its <c>MLContext</c> takes <c>MLContext.FallbackToCpu</c> with it.
    /// </summary>
    public bool FallbackToCpu { get; init; } = true;

    /// <summary>
    /// File to which the state of the training is written at each validation and from which it resumes when it is
    /// there; null for none. The same data and options are then required.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>The same options with every number that was left to the model and the data.</summary>
    /// <param name="kind">The model.</param>
    /// <param name="particles">Particles of one system.</param>
    /// <param name="hasSequences">Whether there are <see cref="PairSequences"/>.</param>
    internal TrainingOptions For(ModelKind kind, int particles, bool hasSequences = false)
    {
        bool isAtoms = Cutoff is not null;
        bool isAtomicAction = isAtoms && kind == ModelKind.Action;
        double differences = FourthDifferenceWeight ?? (isAtomicAction && hasSequences ? 1 : 0);
        double point = kind == ModelKind.Action ? PathPoint ?? (isAtoms ? 0.25 : 0) : 0;
        int width = Width ?? (isAtoms && point > 0 ? 16 : 32);
        int batch = BatchSize ?? Math.Clamp(ParticlesPerBatch / particles, 1, 64);
        return this with
        {
            BatchSize = batch,
            Width = width,
            Rounds = Rounds ?? (isAtoms && kind == ModelKind.Direct ? 3 : 2),
            HarmonicDegree = HarmonicDegree ?? (isAtomicAction ? 3 : 2),
            HasRates = HasRates ?? isAtomicAction,
            PathPoint = point,
            ParticleLayers = ParticleLayers ?? (isAtomicAction ? 2 : 1),
            ParticleWidth = ParticleWidth ?? (isAtomicAction ? Math.Max(64, width) : width),
            ProductLimit = ProductLimit ?? (isAtomicAction ? 4 : double.PositiveInfinity),
            PositionWeight = PositionWeight ?? (isAtomicAction ? 0.05 : 0.2),
            FourthDifferenceWeight = differences,
            WeightThreshold = WeightThreshold ?? (isAtoms ? double.PositiveInfinity : 1),
            ValidationPairs = ValidationPairs ?? (int)Math.Clamp((long)ValidationInterval * batch / 4, 32, 1024),
        };
    }

    /// <summary>The network of these options, which <see cref="For"/> has completed.</summary>
    internal NetworkOptions Network(int dimension, int kinds) => new()
    {
        Dimension = dimension,
        SpeciesCount = kinds,
        Width = Width!.Value,
        VectorWidth = VectorWidth,
        Rounds = Rounds!.Value,
        HarmonicDegree = HarmonicDegree!.Value,
        HasRates = HasRates!.Value,
        PathPoint = PathPoint > 0 ? PathPoint : null,
        ParticleLayers = ParticleLayers!.Value,
        ParticleWidth = ParticleWidth,
        ProductLimit = ProductLimit is { } limit && double.IsFinite(limit) ? limit : null,
        RadialFunctions = RadialFunctions,
        Cutoff = Cutoff,
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="UsageException">Lists all that is wrong.</exception>
    public void Validate()
    {
        List<string> errors = [];
        Require(BatchSize is null or (>= 1 and <= 4096), $"BatchSize is {BatchSize}; it must be between 1 and 4096.");
        Require(LearningRate is > 0 and <= 1, $"LearningRate is {LearningRate}; it must be above 0 and at most 1.");
        Require(WarmUp >= 0, $"WarmUp is {WarmUp}; it must not be negative.");
        Require(WeightDecay is >= 0 and < 1, $"WeightDecay is {WeightDecay}; it must be at least 0 and below 1.");
        Require(GradientClip > 0, $"GradientClip is {GradientClip}; it must be positive.");
        Require(AverageDecay is >= 0 and < 1, $"AverageDecay is {AverageDecay}; it must be at least 0 and below 1.");
        Require(PositionWeight is null or >= 0, $"PositionWeight is {PositionWeight}; it must not be negative.");
        Require(PathPoint is null or (>= 0 and <= 0.5), $"PathPoint is {PathPoint}; it must be between 0, the midpoint, and 0.5, the ends of a step.");
        Require(FourthDifferenceWeight is null or >= 0, $"FourthDifferenceWeight is {FourthDifferenceWeight}; it must not be negative.");
        Require(FourthDifferenceStart is >= 0 and < 1, $"FourthDifferenceStart is {FourthDifferenceStart}; it must be at least 0 and below 1.");
        Require(WeightThreshold is null or > 0, $"WeightThreshold is {WeightThreshold}; it must be positive.");
        Require(MaxIterations >= 1, $"MaxIterations is {MaxIterations}; at least one iteration is needed.");
        Require(MaxTime is null || MaxTime > TimeSpan.Zero, $"MaxTime is {MaxTime}; it must be positive, or null for no limit.");
        Require(ValidationInterval >= 1, $"ValidationInterval is {ValidationInterval}; it must be at least 1.");
        Require(ValidationPairs is null or >= 1, $"ValidationPairs is {ValidationPairs}; it must be at least 1.");
        Require(Patience is null or >= 1, $"Patience is {Patience}; it must be at least 1, or null.");
        Require(Enum.IsDefined(Engine), $"Engine is {Engine}; it must be Auto, OnnxRuntime or TorchSharp.");
        Require(GpuDeviceId is null or >= 0, $"GpuDeviceId is {GpuDeviceId}; it must be 0 or more, or null for the CPU.");
        if (errors.Count > 0)
        {
            throw new UsageException("The training options are not valid. " + string.Join(' ', errors));
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

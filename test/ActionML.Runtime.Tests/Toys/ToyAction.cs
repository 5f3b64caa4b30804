namespace ActionML.Runtime.Tests;

/// <summary>A generating function in closed form, of absolute positions and momenta, for tests.</summary>
internal abstract class ToyAction : IActionModel
{
    private readonly double[] _positions;

    protected ToyAction(ParticleSystem system, TimeStep step, double residualScale = 1)
    {
        System = system;
        _positions = new double[system.Coordinates];
        Manifest = new ModelManifest
        {
            Kind = ModelKind.Action,
            Precision = ModelPrecision.Double,
            Dimension = system.Dimension,
            TimeStep = step,
            Species = [.. system.Kinds.Distinct()],
            Masses = [.. system.Kinds.Distinct().Select(_ => new MassRange(1e-3, 1e3))],
            Lag = 1,
            ResidualScale = residualScale,
            MeanNeighbors = system.Count - 1,
            Symmetries = [ModelSymmetries.Translation, ModelSymmetries.Galilean, ModelSymmetries.Rotation, ModelSymmetries.Permutation, ModelSymmetries.TimeReversal],
        };
    }

    public ModelManifest Manifest { get; }

    public int Evaluations { get; private set; }

    protected ParticleSystem System { get; }

    protected double H => Manifest.TimeStep.Value;

    public void Bind(ParticleSystem system) => Manifest.SpeciesOf(system);

    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        Evaluations++;
        for (int i = 0; i < _positions.Length; i++)
        {
            _positions[i] = neighbors.Reference[i] + displacements[i];
        }

        Gradient(_positions, momenta, deltaPositions, deltaMomenta);
    }

    public void Dispose()
    {
    }

    /// <summary>Writes ∂S/∂p̄ and −∂S/∂q̄.</summary>
    protected abstract void Gradient(ReadOnlySpan<double> q, ReadOnlySpan<double> p, Span<double> deltaPositions, Span<double> deltaMomenta);
}

namespace ActionML.Runtime;

/// <summary>
/// x' = x + the direct model's prediction. Explicit and cheap, without any structure: energy, momentum and angular
/// momentum drift. Its use is as the corrector's first guess, and to show what that is worth.
/// </summary>
public sealed class DirectStepper : IStepper, ICheckpointState
{
    private readonly IDirectModel _model;
    private readonly INeighborSource _neighbors;
    private readonly double[] _displacements;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;

    /// <summary>Binds a model to a system.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="model">The direct model; the step is its own.</param>
    /// <param name="neighbors">Supplies the neighbor list of each step.</param>
    /// <exception cref="ModelMismatchException">The model is not meant for this system.</exception>
    public DirectStepper(ParticleSystem system, IDirectModel model, INeighborSource neighbors)
    {
        model.Manifest.RequireFor(ModelKind.Direct, system);
        model.Bind(system);
        System = system;
        TimeStep = model.Manifest.TimeStep;
        _model = model;
        _neighbors = neighbors;
        _displacements = new double[system.Coordinates];
        _deltaPositions = new double[system.Coordinates];
        _deltaMomenta = new double[system.Coordinates];
    }

    /// <inheritdoc/>
    public StepperTraits Traits { get; } = new()
    {
        Name = "direct",
        IsSymplectic = false,
        IsTimeReversible = false,
        ConservesLinearMomentum = false,
        ConservesCenterOfMass = false,
        ConservesAngularMomentum = false,
        Remark = "The prediction is used as it is; nothing is kept but what the training data taught.",
    };

    /// <inheritdoc/>
    public ParticleSystem System { get; }

    /// <inheritdoc/>
    public TimeStep TimeStep { get; }

    /// <inheritdoc/>
    public StepReport Step(PhasePoint state)
    {
        StepReport report = TryStep(state);
        return report.Outcome != StepOutcome.Rejected ? report : throw new ConvergenceException(report.Reason!);
    }

    /// <inheritdoc/>
    public StepReport TryStep(PhasePoint state)
    {
        System.RequireShape(state);
        NeighborList list = _neighbors.Update(state.Positions);
        for (int i = 0; i < _displacements.Length; i++)
        {
            _displacements[i] = state.Positions[i] - list.Reference[i];
        }

        _model.Predict(list, _displacements, state.Momenta, _deltaPositions, _deltaMomenta);
        double sum = 0;
        for (int i = 0; i < _deltaPositions.Length; i++)
        {
            sum += _deltaPositions[i] + _deltaMomenta[i];
        }

        if (!double.IsFinite(sum))
        {
            return new StepReport(
                StepOutcome.Rejected,
                1,
                Reason: "The direct model predicted a value that is not a finite number: the state is far from what it was trained on. Start from another state, or train on more data.");
        }

        for (int i = 0; i < _deltaPositions.Length; i++)
        {
            state.Positions[i] += _deltaPositions[i];
            state.Momenta[i] += _deltaMomenta[i];
        }

        return new StepReport(StepOutcome.Completed, 1);
    }

    /// <inheritdoc/>
    public void ResetHistory()
    {
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => (_neighbors as ICheckpointState)?.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => (_neighbors as ICheckpointState)?.Load(reader);
}

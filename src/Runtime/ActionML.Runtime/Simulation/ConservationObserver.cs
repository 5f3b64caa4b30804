namespace ActionML.Runtime;

/// <summary>
/// Records how far the linear invariants and the angular momentum have moved since the first call, at their largest.
/// Relative to the scales of <see cref="InvariantErrors"/> at the first call.
/// </summary>
public sealed class ConservationObserver : ISimulationObserver, ICheckpointState
{
    private PhasePoint? _start;
    private double _startTime;

    /// <summary>The largest errors so far, accumulated over the run (not per step).</summary>
    public InvariantErrors Largest { get; private set; }

    /// <inheritdoc/>
    public void Observe(Simulation simulation)
    {
        if (_start is null)
        {
            _start = simulation.State.Clone();
            _startTime = simulation.Time;
            return;
        }

        Largest = InvariantErrors.Largest(
            Largest, InvariantErrors.Between(simulation.System, simulation.Time - _startTime, _start, simulation.State));
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_start?.Count ?? 0);
        if (_start is not null)
        {
            writer.Write(_start.Dimension);
            writer.WriteNumbers(_start.Positions);
            writer.WriteNumbers(_start.Momenta);
        }

        writer.Write(_startTime);
        writer.Write(Largest.LinearMomentum);
        writer.Write(Largest.CenterOfMass);
        writer.Write(Largest.AngularMomentum);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        _start = count == 0 ? null : new PhasePoint(count, reader.ReadInt32());
        if (_start is not null)
        {
            reader.ReadNumbers(_start.Positions);
            reader.ReadNumbers(_start.Momenta);
        }

        _startTime = reader.ReadDouble();
        Largest = new InvariantErrors(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }
}

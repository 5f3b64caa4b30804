namespace ActionML.Runtime;

/// <summary>
/// Writes the frames of a run to an extended XYZ file that appears when <see cref="Commit"/> is called. Part of a
/// checkpoint: a resumed run goes on in the same file, and ends with the same bytes as one that was never interrupted.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="trajectoryId">The name of the trajectory in the file.</param>
/// <param name="cell">Periodic cell vectors as rows, [3, 3]; null for an isolated system.</param>
public sealed class TrajectoryObserver(string path, string trajectoryId, double[]? cell = null)
    : ISimulationObserver, ICheckpointState, IDisposable
{
    private ExtendedXyzWriter? _writer;

    /// <inheritdoc/>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public void Observe(Simulation simulation)
    {
        _writer ??= new ExtendedXyzWriter(path);
        _writer.Write(new Frame(trajectoryId, simulation.Step, simulation.Time, simulation.System, simulation.State, cell));
    }

    /// <summary>Gives the file its name. To be called when the run has ended.</summary>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public void Commit() => _writer?.Commit();

    /// <summary>Closes the file: without <see cref="Commit"/> nothing remains, unless a checkpoint refers to it.</summary>
    public void Dispose() => _writer?.Dispose();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => writer.Write(_writer?.Checkpoint() ?? 0);

    /// <inheritdoc/>
    /// <exception cref="FileException">The file that the checkpoint continues is not there, or too short.</exception>
    public void Load(BinaryReader reader)
    {
        long position = reader.ReadInt64();
        _writer?.Dispose();
        _writer = position == 0 ? null : ExtendedXyzWriter.Continue(path, position);
    }
}

namespace ActionML.Runtime;

/// <summary>
/// Something whose internal state decides how a run goes on, and that an exact checkpoint therefore contains:
/// warm-start and mixing history, counters, random generators, observers.
/// </summary>
public interface ICheckpointState
{
    /// <summary>Writes the state, every number with its exact bits.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="DataException">The state is of another shape than this object.</exception>
    void Load(BinaryReader reader);
}

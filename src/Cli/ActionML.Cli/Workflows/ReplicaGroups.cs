using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>Takes replicas together, so that their evaluations are those of one disjoint graph: the first of them form the first group.</summary>
/// <param name="replicas">The number of replicas.</param>
/// <param name="threads">Groups that evaluate at the same time.</param>
/// <param name="isOnGpu">Whether models run on a GPU: all replicas then form one group.</param>
/// <param name="asked">Replicas per group as asked for; null to decide by what was measured.</param>
internal sealed class ReplicaGroups(int replicas, int threads, bool isOnGpu, int? asked) : IDisposable
{
    // docs/benchmarks.md: several times faster for three bodies; at 216 atoms on a CPU nothing is gained.
    private const int SmallSystem = 32;

    private readonly List<EvaluationGroup> _groups = [];

    /// <summary>The group of each replica that has joined; null where each evaluates for itself.</summary>
    public IReadOnlyList<EvaluationGroup>? Groups => _groups.Count == 0 ? null : _groups;

    /// <summary>Lets the next replica join.</summary>
    /// <returns>Its models: those of a group, or the given ones; a model whose steps are solved on a device joins none.</returns>
    public (IActionModel Action, IDirectModel? Direct) Join(ParticleSystem system, IActionModel model, OnnxDirectModel? direct)
    {
        int size = asked ?? (isOnGpu ? replicas : system.Count <= SmallSystem ? (replicas + threads - 1) / threads : 1);
        if (size == 1 || model is not OnnxActionModel action)
        {
            return (model, direct);
        }

        EvaluationGroup group = _groups.Count % size == 0
            ? new EvaluationGroup(system, action.Share, direct is null ? null : direct.Share)
            : _groups[^1];
        _groups.Add(group);
        return (group.CreateAction(), direct is null ? null : group.CreateDirect());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (EvaluationGroup group in _groups.Distinct())
        {
            group.Dispose();
        }
    }
}

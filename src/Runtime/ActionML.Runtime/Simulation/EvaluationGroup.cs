namespace ActionML.Runtime;

/// <summary>
/// Evaluates a model for several replicas at once, as one disjoint graph: worth it where an evaluation costs more per call than per
/// particle, for small systems and on GPUs.
/// </summary>
/// <remarks>
/// <para>
/// Each replica gets models of its own, <see cref="CreateAction"/> and <see cref="CreateDirect"/>, whose evaluations wait until every
/// replica of the group waits. Then the graph of all that wait is evaluated. Replicas need not be at the same iteration or step: one
/// whose solve has converged asks for its next step, and one that has ended is no longer waited for.
/// </para>
/// <para>
/// Results equal those of single runs up to rounding: sums over particles never cross replicas, but matrix products of
/// other sizes round differently. <see cref="ReplicaOptions.Groups"/> runs replicas in groups.
/// </para>
/// </remarks>
public sealed class EvaluationGroup : IDisposable
{
    private readonly object _gate = new();
    private readonly ParticleSystem _system;
    private readonly EvaluationBatch _action;
    private readonly EvaluationBatch? _direct;
    private int _present;
    private int _waiting;

    /// <summary>Makes a group for replicas of one system.</summary>
    /// <param name="system">Kinds and masses of each replica.</param>
    /// <param name="action">Opens the action model; called once for each number of replicas that ever wait together.</param>
    /// <param name="direct">Opens the direct model; null where none is needed.</param>
    public EvaluationGroup(ParticleSystem system, Func<IActionModel> action, Func<IDirectModel>? direct = null)
    {
        _system = system;
        _action = new EvaluationBatch(system, () =>
        {
            IActionModel model = action();
            return (model, model.Evaluate);
        });
        _direct = direct is null ? null : new EvaluationBatch(system, () =>
        {
            IDirectModel model = direct();
            return (model, model.Predict);
        });
    }

    /// <summary>An action model for one replica. The group stays its owner.</summary>
    public IActionModel CreateAction() => new GroupMember(this, _action, _system);

    /// <summary>A direct model for one replica. The group stays its owner.</summary>
    /// <exception cref="InvalidOperationException">The group has no direct model.</exception>
    public IDirectModel CreateDirect() => new GroupMember(
        this, _direct ?? throw new InvalidOperationException("The group was made without a direct model."), _system);

    /// <summary>Closes the models that the group has opened.</summary>
    public void Dispose()
    {
        _action.Dispose();
        _direct?.Dispose();
    }

    /// <summary>A replica's thread begins: from now on evaluations wait for it.</summary>
    internal void Enter()
    {
        lock (_gate)
        {
            _present++;
        }
    }

    /// <summary>A replica's thread ends.</summary>
    internal void Leave()
    {
        lock (_gate)
        {
            _present--;
            EvaluateIfAllWait();
        }
    }

    /// <summary>Returns when the request has been evaluated, together with those of all others that are present.</summary>
    internal void Ask(EvaluationBatch batch, EvaluationRequest request)
    {
        lock (_gate)
        {
            batch.Add(request);
            _waiting++;
            EvaluateIfAllWait();
            while (!request.IsDone)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    // Outside a run nobody is present, and a request does not wait.
    private void EvaluateIfAllWait()
    {
        if (_waiting == 0 || _waiting < _present)
        {
            return;
        }

        _action.Evaluate();
        _direct?.Evaluate();
        _waiting = 0;
        Monitor.PulseAll(_gate);
    }
}

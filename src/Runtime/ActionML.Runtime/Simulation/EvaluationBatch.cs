namespace ActionML.Runtime;

/// <summary>The waiting evaluations of one model in an <see cref="EvaluationGroup"/>, which guards it by its lock.</summary>
internal sealed class EvaluationBatch(ParticleSystem system, Func<(IDynamicsModel Model, Evaluation Evaluate)> open) : IDisposable
{
    private readonly Dictionary<int, Joint> _joints = []; // by the number of replicas
    private readonly List<EvaluationRequest> _requests = [];

    /// <summary>What the model was trained for. Opens it.</summary>
    public ModelManifest Manifest => Of(1).Model.Manifest;

    public void Add(EvaluationRequest request) => _requests.Add(request);

    /// <summary>Evaluates what waits, as one. A failure is that of every replica in it.</summary>
    public void Evaluate()
    {
        if (_requests.Count == 0)
        {
            return;
        }

        Exception? failure = null;
        try
        {
            Of(_requests.Count).Evaluate(_requests);
        }
        catch (Exception e)
        {
            failure = e;
        }

        foreach (EvaluationRequest request in _requests)
        {
            request.Finish(failure);
        }

        _requests.Clear();
    }

    public void Dispose()
    {
        foreach (Joint joint in _joints.Values)
        {
            joint.Model.Dispose();
        }

        _joints.Clear();
    }

    private Joint Of(int replicas)
    {
        if (!_joints.TryGetValue(replicas, out Joint? joint))
        {
            (IDynamicsModel model, Evaluation evaluate) = open();
            joint = new Joint(system, replicas, model, evaluate);
            _joints.Add(replicas, joint);
        }

        return joint;
    }

    /// <summary>A model bound to a number of replicas as one system.</summary>
    private sealed class Joint
    {
        private readonly Evaluation _evaluate;
        private readonly DisjointList _list;
        private readonly NeighborList[] _lists;
        private readonly double[] _displacements;
        private readonly double[] _momenta;
        private readonly double[] _deltaPositions;
        private readonly double[] _deltaMomenta;

        public Joint(ParticleSystem system, int replicas, IDynamicsModel model, Evaluation evaluate)
        {
            Model = model;
            _evaluate = evaluate;
            double beyond = 2 * (model.Manifest.Cutoff ?? 0); // all pairs have no padding
            _list = new DisjointList(replicas, system.Count, system.Dimension, beyond);
            _lists = new NeighborList[replicas];
            int size = replicas * system.Coordinates;
            _displacements = new double[size];
            _momenta = new double[size];
            _deltaPositions = new double[size];
            _deltaMomenta = new double[size];
            model.Bind(new ParticleSystem(
                system.Dimension,
                system.Units,
                [.. Enumerable.Repeat(system.Kinds, replicas).SelectMany(kinds => kinds)],
                [.. Enumerable.Repeat(system.Masses.ToArray(), replicas).SelectMany(masses => masses)]));
        }

        public IDynamicsModel Model { get; }

        public void Evaluate(List<EvaluationRequest> requests)
        {
            int size = requests[0].Momenta.Length;
            for (int r = 0; r < requests.Count; r++)
            {
                _lists[r] = requests[r].Neighbors;
                requests[r].Displacements.CopyTo(_displacements, r * size);
                requests[r].Momenta.CopyTo(_momenta, r * size);
            }

            _evaluate(_list.Join(_lists), _displacements, _momenta, _deltaPositions, _deltaMomenta);
            for (int r = 0; r < requests.Count; r++)
            {
                _deltaPositions.AsSpan(r * size, size).CopyTo(requests[r].DeltaPositions);
                _deltaMomenta.AsSpan(r * size, size).CopyTo(requests[r].DeltaMomenta);
            }
        }
    }
}

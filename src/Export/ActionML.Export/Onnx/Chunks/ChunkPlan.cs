namespace ActionML.Export;

/// <summary>
/// How a graph is evaluated some hundred particles at a time, so that the edges of these stay in the cache: what is local to a particle and its edges
/// becomes loops over chunks, and a loop ends where values of other particles are gathered, for those must be there for all.
/// </summary>
/// <remarks>
/// What comes before the first gather and has no edges is evaluated for all particles at once. Of the geometry of edges, which does not depend on parameters, later loops read
/// what enters the network; the rest, which derivatives need, is computed again: it is cheaper than to store it and read it back.
/// </remarks>
internal sealed class ChunkPlan
{
    private readonly Dictionary<Node, int> _stages = [];
    private readonly HashSet<Node> _trained = [];
    private readonly HashSet<Value> _entering = []; // read together with what depends on parameters

    private ChunkPlan(IReadOnlyList<Value> outputs)
    {
        foreach (Node node in Topology.Order(outputs))
        {
            bool hasEdges = node.Output.Shape.Any(axis => axis.NeighborPower > 0);
            int stage = node.Inputs.Select(input => _stages[input.Node]).DefaultIfEmpty(0).Max();
            if (Gathered(node) is { } source)
            {
                stage = Math.Max(stage, _stages[source.Node] + 1);
            }

            _stages[node] = node.Operator is InputOperator ? 0 : hasEdges ? Math.Max(stage, 1) : stage;
            if (node.Operator is ParameterOperator || node.Inputs.Any(input => _trained.Contains(input.Node)))
            {
                _trained.Add(node);
                _entering.UnionWith(node.Inputs.Select(Unshaped).Where(value => !value.IsIndex && !_trained.Contains(value.Node)));
            }
        }

        int count = _stages.Values.Max();
        Loops = [.. Enumerable.Range(1, count).Select(stage => new ChunkLoop(stage))];
        foreach (Value output in outputs.Where(output => StageOf(output) > 0))
        {
            Loops[StageOf(output) - 1].Whole.Add(output);
        }

        for (int stage = count; stage > 0; stage--)
        {
            Close(Loops[stage - 1]);
        }
    }

    /// <summary>The loops, in order.</summary>
    public IReadOnlyList<ChunkLoop> Loops { get; }

    /// <summary>The plan for some outputs; null where something sums over particles, so that no chunk is evaluated without the others.</summary>
    public static ChunkPlan? Of(IReadOnlyList<Value> outputs) =>
        Topology.Order(outputs).All(node => node.Operator is InputOperator || IsLocal(node)) ? new ChunkPlan(outputs) : null;

    /// <summary>The axis that runs over particles or their edges, −1 where there is none.</summary>
    public static int ParticleAxis(Shape shape)
    {
        for (int axis = 0; axis < shape.Count; axis++)
        {
            if (shape[axis].ParticlePower > 0)
            {
                return axis;
            }
        }

        return -1;
    }

    /// <summary>What a node gathers from other particles; null where it gathers nothing.</summary>
    public static Value? Gathered(Node node) => node.Operator is GatherNeighborsOperator or ExchangeOperator ? node.Inputs[0] : null;

    private static bool IsLocal(Node node)
    {
        bool HasOne(Value value) => value.Shape.Sum(axis => axis.ParticlePower) <= 1;
        if (!node.Outputs.All(HasOne) || (node.Inputs.Any(input => ParticleAxis(input.Shape) >= 0) && ParticleAxis(node.Output.Shape) < 0))
        {
            return false;
        }

        // Rows of a chunk stay together when what comes before the particles stays as it is.
        return node.Operator is not ReshapeOperator || ParticleAxis(node.Output.Shape) < 0 || Before(node.Inputs[0].Shape) == Before(node.Output.Shape);

        static Dimension Before(Shape shape) => shape.Take(ParticleAxis(shape)).Aggregate(new Dimension(1), (product, next) => product * next);
    }

    private static Value Unshaped(Value value) => value.Node.Operator is ReshapeOperator ? Unshaped(value.Node.Inputs[0]) : value;

    private int StageOf(Value value) => _stages[value.Node];

    /// <summary>Finds what a loop reads from outside, and asks earlier loops for it.</summary>
    private void Close(ChunkLoop loop)
    {
        var seen = new HashSet<Value>();
        foreach (Value value in loop.Whole.Concat(loop.Stacked))
        {
            Visit(value);
        }

        void Visit(Value value)
        {
            if (!seen.Add(value))
            {
                return;
            }

            Node node = value.Node;
            int stage = _stages[node];
            int axis = ParticleAxis(value.Shape);
            if (node.Operator is InputOperator || (stage == 0 && (axis < 0 || value.Shape[axis] == Dimension.Particles)))
            {
                loop.Outside.Add(value);
            }
            else if (stage < loop.Stage && (_trained.Contains(node) || _entering.Contains(value)) && node.Operator is not (ReshapeOperator or SplitOperator))
            {
                loop.Chunked.Add(value);
                Loops[stage - 1].Stacked.Add(value);
            }
            else if (Gathered(node) is { } source)
            {
                loop.Gathers.Add(node);
                Visit(node.Inputs[1]);
                if (StageOf(source) > 0)
                {
                    Loops[StageOf(source) - 1].Whole.Add(source);
                }
            }
            else
            {
                foreach (Value input in node.Inputs)
                {
                    Visit(input);
                }
            }
        }
    }
}

using ActionML.Export;
using ActionML.Runtime;
using ActionML.Testing;
using ActionML.Trainers;

namespace ActionML.Conformance.Tests;

/// <summary>A tiny training graph with a batch of five systems of three bodies; of an action with fourth differences.</summary>
internal sealed record TrainingProblem(
    TrainingGraph Graph, ParameterStore Parameters, TrainingBatch Batch, Dictionary<string, Array> Inputs, TrainingOptions Options)
{
    public static TrainingProblem Create(Random random, ModelKind kind, int dimension)
    {
        const int Size = PairSequences.Size;
        var options = new NetworkOptions { Dimension = dimension, SpeciesCount = 2, Width = 4, VectorWidth = 2, RadialFunctions = 3, Rounds = 2, PathPoint = kind == ModelKind.Action ? 0.25 : null };
        NetworkModel model = RandomModel.Create(kind, options, random, neighbors: 2);
        ParameterStore parameters = model.Parameters;
        var batch = new TrainingBatch(kind, model.Scales, dimension, count: 3, Size, capacity: 2, cutoff: null, isOfSequences: kind == ModelKind.Action);
        for (int place = 0; place < Size; place++)
        {
            ParticleSystem system = RandomModel.System(random, 3, dimension, kinds: 2);
            PhasePoint start = RandomModel.State(random, 3, dimension);
            PhasePoint end = new(
                3,
                dimension,
                [.. start.Positions.Select((q, i) => q + (0.25 * start.Momenta[i] / system.Masses[i / dimension]) + (0.02 * random.Normal()))],
                [.. start.Momenta.Select(p => p + (0.1 * random.Normal()))]);
            batch.Set(
                place,
                new Frame("t", 0, 0, system, start),
                new Frame("t", 1, 0.25, system, end),
                [.. system.Kinds.Select(name => (long)Array.IndexOf(RandomModel.Kinds, name))],
                weight: random.Between(0.3, 1));
        }

        var training = new TrainingOptions { PositionWeight = 0.2, FourthDifferenceWeight = 0.3 };
        var graph = new TrainingGraph(kind, options, model.Scales, parameters, batch, training);
        var inputs = new Dictionary<string, Array>(batch.Reals.Select(real => KeyValuePair.Create(real.Name, (Array)real.Data)));
        foreach (BatchTensor<long> index in batch.Indices)
        {
            inputs.Add(index.Name, index.Data);
        }

        return new TrainingProblem(graph, parameters, batch, inputs, training);
    }
}

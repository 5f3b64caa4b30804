using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Testing;

/// <summary>Networks with random, untrained weights, and states to evaluate them at.</summary>
internal static class RandomModel
{
    /// <summary>Names of the kinds that random systems are made of.</summary>
    public static readonly string[] Kinds = ["A", "B", "C"];

    /// <summary>A model whose weights, biases included, are random, and whose interaction is not small.</summary>
    public static NetworkModel Create(ModelKind kind, NetworkOptions options, Random random, double timeStep = 0.25, double neighbors = 3)
    {
        var scales = new NetworkScales
        {
            TimeStep = timeStep,
            Length = 1.1,
            Velocity = 1.3,
            Mass = 0.9,
            Neighbors = neighbors,
            MomentumChange = 0.7 * timeStep,
            PositionChange = 0.3 * timeStep,
        };
        var parameters = new ParameterStore();
        var graph = new Graph();
        var inputs = new ModelInputs(graph, options.Dimension);
        int seed = random.Next();
        if (kind == ModelKind.Action)
        {
            _ = new ActionNetwork(graph, inputs, options, scales, parameters, seed);
        }
        else
        {
            _ = new DirectNetwork(graph, inputs, options, scales, parameters, seed);
        }

        foreach (string name in parameters.Names.Where(name => name.EndsWith(".bias", StringComparison.Ordinal)).ToArray())
        {
            parameters[name] = random.Normals(parameters[name].Length, 0.3);
        }

        return new NetworkModel
        {
            Manifest = new ModelManifest
            {
                Kind = kind,
                Precision = ModelPrecision.Double,
                Dimension = options.Dimension,
                TimeStep = TimeStep.Dimensionless(timeStep),
                Species = Kinds[..options.SpeciesCount],
                Masses = [.. Kinds[..options.SpeciesCount].Select(_ => new MassRange(0.5, 2))],
                Cutoff = options.Cutoff,
                Lag = 1,
                ResidualScale = scales.MomentumChange,
                MeanNeighbors = neighbors,
                Symmetries = ModelSymmetries.Of(kind),
            },
            Options = options,
            Scales = scales,
            Parameters = parameters,
        };
    }

    /// <summary>The same model with the weights of the last layer multiplied: S beyond the kinetic energy is linear in them.</summary>
    public static NetworkModel WithInteraction(this NetworkModel model, double factor)
    {
        ParameterStore parameters = model.Parameters.Clone();
        string[] outputs = [.. parameters.Names.Where(name => name.StartsWith("out", StringComparison.Ordinal))];
        foreach (string name in outputs)
        {
            parameters[name] = Array.ConvertAll(parameters[name], value => factor * value);
        }

        Assert.IsNotEmpty(outputs);
        return model with { Parameters = parameters };
    }

    /// <summary>Random kinds and unequal masses.</summary>
    public static ParticleSystem System(Random random, int count, int dimension, int kinds = 1) => new(
        dimension,
        UnitSystem.Dimensionless,
        [.. Enumerable.Range(0, count).Select(_ => Kinds[random.Next(kinds)])],
        [.. Enumerable.Range(0, count).Select(_ => random.Between(0.5, 2))]);

    /// <summary>Positions and momenta of order one.</summary>
    public static PhasePoint State(Random random, int count, int dimension) =>
        new(count, dimension, random.Normals(count * dimension), random.Normals(count * dimension, 0.7));
}

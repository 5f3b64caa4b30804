using System.Reflection;
using ActionML.Runtime;
using Microsoft.ML;

namespace ActionML.Trainers.Tests;

/// <summary>Trained transformers of three bodies, and what tests of conversions need of ML.NET.</summary>
public abstract class ConversionTest
{
    private static readonly Lazy<(ActionTransformer Action, DirectTransformer Direct)> Trained = new(Train);

    private protected static MLContext Context { get; } = new(seed: 1);

    private protected static IReadOnlyList<Frame> Frames { get; } = Toys.Trajectories(3, frames: 8);

    private protected static ActionTransformer Action => Trained.Value.Action;

    /// <summary>Its columns are those of the action model, but for the two that it adds.</summary>
    private protected static DirectTransformer Direct => Trained.Value.Direct;

    /// <summary>Rows with vectors of known size.</summary>
    private protected static IDataView Rows { get; } = Context.Data.LoadFromEnumerable(Frames.Select(frame => new IsolatedRow
    {
        Species = [.. frame.System.Kinds],
        Masses = [.. frame.System.Masses],
        Positions = Views.Pad(frame.State.Positions, 2),
        Momenta = Views.Pad(frame.State.Momenta, 2),
        Note = frame.TrajectoryId,
        Temperature = (float)frame.Time,
    }).ToArray());

    private protected static void RequireConverter()
    {
        if (!OptionalPackage.OnnxConverter.IsThere)
        {
            Assert.Inconclusive("Microsoft.ML.OnnxConverter is not there.");
        }
    }

    private protected static void RequireTransformer()
    {
        if (!OptionalPackage.OnnxTransformer.IsThere)
        {
            Assert.Inconclusive("Microsoft.ML.OnnxTransformer is not there.");
        }
    }

    /// <summary>An estimator of ML.NET that its stand-in lacks, by name: an extension method of the transforms catalog.</summary>
    private protected static IEstimator<ITransformer> Standard(string type, string method, params object?[] arguments)
    {
        Type catalog = Type.GetType($"Microsoft.ML.{type}, Microsoft.ML.Data") ?? Type.GetType($"Microsoft.ML.{type}, Microsoft.ML.Transforms", throwOnError: true)!;
        MethodInfo found = catalog.GetMethods().First(candidate => candidate.Name == method
            && candidate.GetParameters() is { } parameters
            && parameters.Length == arguments.Length + 1
            && parameters.Skip(1).Zip(arguments).All(pair => pair.Second is null || pair.First.ParameterType.IsInstanceOfType(pair.Second)));
        return (IEstimator<ITransformer>)found.Invoke(null, [Context.Transforms, .. arguments])!;
    }

    private protected static IEstimator<ITransformer> MinMax(string output, string input) =>
        Standard("NormalizationCatalog", "NormalizeMinMax", output, input, 1_000_000_000L, true);

    private protected static IEstimator<ITransformer> Concatenate(string output, params string[] inputs) =>
        Standard("TransformExtensionsCatalog", "Concatenate", output, inputs);

    private static (ActionTransformer Action, DirectTransformer Direct) Train()
    {
        var training = new TrainingOptions
        {
            Width = 4,
            VectorWidth = 4,
            Rounds = 1,
            RadialFunctions = 3,
            BatchSize = 8,
            MaxIterations = 5,
            ValidationInterval = 5,
        };
        IDataView data = Context.Dynamics().LoadTrajectory(Frames);
        return (
            Context.Dynamics().Trainers.Action(new ActionTrainer.Options { Training = training, Corrector = new CorrectorOptions { Tolerance = 1e-10 } }).Fit(data),
            Context.Dynamics().Trainers.Direct(new DirectTrainer.Options
            {
                Training = training,
                Columns = new DynamicsColumns { DeltaPositions = "GuessPositions", DeltaMomenta = "GuessMomenta" },
            }).Fit(data));
    }
}

using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>Estimators around a training of a few iterations; what training reaches is tested elsewhere.</summary>
[TestClass]
public sealed class TrainerTests
{
    private static readonly TrainingOptions Tiny = new()
    {
        Width = 4,
        VectorWidth = 4,
        Rounds = 1,
        RadialFunctions = 3,
        BatchSize = 8,
        MaxIterations = 12,
        ValidationInterval = 4,
        WarmUp = 2,
    };

    private static readonly PairSamplerOptions Sampling = new() { TimeStep = TimeStep.Dimensionless(0.2), ValidationFraction = 0.25 };

    [TestMethod]
    public void AnActionModelIsFitted()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(1));

        // Enough iterations for every row's step to be solvable: a random action need not have one near close pairs.
        ActionTrainer trainer = context.Dynamics().Trainers.Action(new ActionTrainer.Options { Sampling = Sampling, Training = Tiny with { MaxIterations = 400 } });
        using ActionTransformer transformer = trainer.Fit(data);

        Assert.AreEqual(ModelKind.Action, transformer.Manifest.Kind);
        Assert.AreEqual(TimeStep.Dimensionless(0.2), transformer.Manifest.TimeStep);
        Assert.AreEqual(2, transformer.Manifest.Lag);
        Assert.AreEqual(400, transformer.Trained!.Summary.Iterations);
        List<double[]> momenta = Views.Vectors(transformer.Transform(data), "DeltaMomenta");
        Assert.HasCount(48, momenta);
        foreach (double[] vector in momenta)
        {
            // Total momentum is kept by construction, whatever the weights are.
            Assert.AreEqual(0, vector[0] + vector[3] + vector[6], 1e-12);
            Assert.AreEqual(0, vector[1] + vector[4] + vector[7], 1e-12);
        }
    }

    [TestMethod]
    public void ADirectModelIsFittedWithColumnNames()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(2));
        EstimatorChain<DirectTransformer> chain = context.Transforms.CopyColumns("Q", "Positions")
            .Append(context.Dynamics().Trainers.Direct(new DirectTrainer.Options
            {
                Sampling = Sampling,
                Training = Tiny,
                Columns = new DynamicsColumns { Positions = "Q", DeltaPositions = "Move" },
            }));
        using TransformerChain<DirectTransformer> model = chain.Fit(data);
        IDataView scored = model.Transform(data);

        Assert.HasCount(48, Views.Vectors(scored, "Move"));
        Assert.AreEqual("Q", model.LastTransformer.Columns.Positions);

        // Standard transforms go on behind.
        EstimatorChain<ITransformer> longer = chain.Append((IEstimator<ITransformer>)context.Transforms.CopyColumns("Copy", "Move"));
        using TransformerChain<ITransformer> longerModel = longer.Fit(data);
        Assert.AreEqual(TrajectorySchema.PerParticle, longerModel.GetOutputSchema(data.Schema)["Copy"].Type);
    }

    [TestMethod]
    public void ColumnsAreCheckedBeforeAnythingIsRead()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(4));
        string Message(DynamicsColumns columns) => Assert.ThrowsExactly<DataException>(
            () => new EstimatorChain<ITransformer>().Append(context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Columns = columns })).Fit(data)).Message;

        string message = Message(new DynamicsColumns { Masses = "Weights" });
        StringAssert.Contains(message, "no column 'Weights'");
        StringAssert.Contains(message, "'Masses'");
        StringAssert.Contains(Message(new DynamicsColumns { Momenta = "Time" }), "'Time' is a single Double; expected a vector of Double");
        StringAssert.Contains(Message(new DynamicsColumns { Time = "Step" }), "'Step' is a single Int64; expected a single Double");
    }

    [TestMethod]
    public void ColumnNamesCanBeGivenOneByOne()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(17));
        DynamicsTrainersCatalog trainers = context.Dynamics().Trainers;
        void Missing(IEstimator<ITransformer> trainer) => StringAssert.Contains(
            Assert.ThrowsExactly<DataException>(() => trainer.Fit(data)).Message, "no column 'None'");

        Missing(trainers.Action(trajectoryIdColumnName: "None"));
        Missing(trainers.Action(timeColumnName: "None"));
        Missing(trainers.Action(speciesColumnName: "None"));
        Missing(trainers.Action(massesColumnName: "None"));
        Missing(trainers.Action(positionsColumnName: "None"));
        Missing(trainers.Action(momentaColumnName: "None"));
        Missing(trainers.Direct(trajectoryIdColumnName: "None"));
        Missing(trainers.Direct(timeColumnName: "None"));
        Missing(trainers.Direct(speciesColumnName: "None"));
        Missing(trainers.Direct(massesColumnName: "None"));
        Missing(trainers.Direct(positionsColumnName: "None"));
        Missing(trainers.Direct(momentaColumnName: "None"));
    }

    [TestMethod]
    public void TheContextsSeedDecidesTheWeights()
    {
        List<Frame> frames = Toys.Trajectories(5);
        double[] Train(int seed, int? own = null)
        {
            var context = new MLContext(seed);
            using DirectTransformer model = context.Dynamics().Trainers.Direct(
                new DirectTrainer.Options { Sampling = Sampling, Training = Tiny, Seed = own }).Fit(context.Dynamics().LoadTrajectory(frames));
            return Weights(model);
        }

        double[] first = Train(1);
        CollectionAssert.AreEqual(first, Train(1));
        CollectionAssert.AreNotEqual(first, Train(2));
        CollectionAssert.AreEqual(Train(1, own: 7), Train(2, own: 7));
    }

    [TestMethod]
    public void FittingTwiceGivesTheSame()
    {
        var context = new MLContext();
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(6));
        DirectTrainer trainer = context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Sampling = Sampling, Training = Tiny });
        using DirectTransformer first = trainer.Fit(data);
        using DirectTransformer second = trainer.Fit(data);
        CollectionAssert.AreEqual(Weights(first), Weights(second));
    }

    [TestMethod]
    public void BothModelsHoldOutTheSameTrajectories()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(7));
        using ActionTransformer action = context.Dynamics().Trainers.Action(new ActionTrainer.Options { Sampling = Sampling, Training = Tiny }).Fit(data);
        using DirectTransformer direct = context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Sampling = Sampling, Training = Tiny }).Fit(data);
        Assert.AreEqual(action.Manifest.DataSha256, direct.Manifest.DataSha256);
        Assert.AreEqual(action.Trained!.Summary.ValidationPairs, direct.Trained!.Summary.ValidationPairs);
    }

    [TestMethod]
    public void ProgressGoesToTheLogAndToTheCaller()
    {
        var context = new MLContext(seed: 1);
        var log = new List<string>();
        context.Log += (_, message) => log.Add(message.Message);
        var reports = new List<TrainingProgress>();
        PairSamplerOptions sampling = Sampling with { OutlierFraction = 0.05, ValidationFraction = 0.1 };
        List<Frame> frames = Toys.Trajectories(8, trajectories: 20);

        // A kick at the fifth frame of a training trajectory is in two pairs: as the end of one and the start of another.
        int kicked = PairSampler.Sample(frames, sampling).Training.First(pair => pair.Start % 12 == 4).Start;
        frames[kicked] = frames[kicked] with { State = frames[kicked].State.Clone() };
        frames[kicked].State.Momenta[0] += 1000;
        using DirectTransformer model = context.Dynamics().Trainers.Direct(new DirectTrainer.Options
        {
            Sampling = sampling,
            Training = Tiny,
            Progress = new Collector(reports),
        }).Fit(context.Dynamics().LoadTrajectory(frames));

        Assert.IsGreaterThanOrEqualTo(3, reports.Count);
        Assert.IsTrue(reports.TrueForAll(report => report.Kind == ModelKind.Direct));
        Assert.IsTrue(log.TrueForAll(line => line.Contains(nameof(DirectTrainer), StringComparison.Ordinal)));
        Assert.AreEqual(reports.Count, log.Count(line => line.Contains("validation RMSE", StringComparison.Ordinal)));
        Assert.IsTrue(log.Exists(line => line.Contains("240 frames; step 0.2 = 2 frame spacings", StringComparison.Ordinal)));
        Assert.IsTrue(log.Exists(line => line.Contains("2 outliers left out of training, and 0 of validation", StringComparison.Ordinal)));
        Assert.AreEqual(2, model.Trained!.Summary.OutliersLeftOut);
    }

    [TestMethod]
    public void TrainingCanBeCancelled()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(9));
        using var source = new CancellationTokenSource();
        var reports = new List<TrainingProgress>();
        ActionTrainer trainer = context.Dynamics().Trainers.Action(new ActionTrainer.Options
        {
            Sampling = Sampling,
            Training = Tiny with { MaxIterations = 1_000_000 },
            Progress = new Collector(reports, source.Cancel),
            CancellationToken = source.Token,
        });

        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(data));
        Assert.HasCount(1, reports);
        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(data));
        Assert.HasCount(1, reports);
    }

    [TestMethod]
    public void AnotherProcessResumesFromTheCheckpoint()
    {
        using var folder = new TemporaryFolder();
        List<Frame> frames = Toys.Trajectories(14);
        double[] Train(string checkpoint, int? stopAfter)
        {
            // No seed anywhere, as in a program that was killed and started again.
            var context = new MLContext();
            using var source = new CancellationTokenSource();
            var reports = new List<TrainingProgress>();
            DirectTrainer trainer = context.Dynamics().Trainers.Direct(new DirectTrainer.Options
            {
                Sampling = Sampling,
                Training = Tiny with { CheckpointPath = checkpoint },
                Progress = new Collector(reports, () =>
                {
                    if (reports.Count == stopAfter)
                    {
                        source.Cancel();
                    }
                }),
                CancellationToken = source.Token,
            });
            using DirectTransformer model = trainer.Fit(context.Dynamics().LoadTrajectory(frames));
            return Weights(model);
        }

        double[] whole = Train(folder["whole"], null);
        Assert.ThrowsExactly<OperationCanceledException>(() => Train(folder["parts"], 2));
        Assert.IsTrue(File.Exists(folder["parts"]));
        CollectionAssert.AreEqual(whole, Train(folder["parts"], null));
    }

    [TestMethod]
    public async Task BothModelsTrainAtOnce()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Dynamics().LoadTrajectory(Toys.Trajectories(15));
        ActionTrainer action = context.Dynamics().Trainers.Action(new ActionTrainer.Options { Sampling = Sampling, Training = Tiny });
        DirectTrainer direct = context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Sampling = Sampling, Training = Tiny });
        Task<ActionTransformer> first = Task.Run(() => action.Fit(data));
        Task<DirectTransformer> second = Task.Run(() => direct.Fit(data));
        using ActionTransformer together = await first;
        using DirectTransformer other = await second;
        using ActionTransformer alone = action.Fit(data);
        CollectionAssert.AreEqual(Weights(alone), Weights(together));
        Assert.AreEqual(ModelKind.Direct, other.Manifest.Kind);
    }

    [TestMethod]
    public void AnOwnClassIsTrainedOn()
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Data.LoadFromEnumerable(Toys.Trajectories(10).Select(frame => new OwnFrame
        {
            TrajectoryId = frame.TrajectoryId,
            Time = frame.Time,
            Species = [.. frame.System.Kinds],
            Masses = frame.System.Masses.ToArray(),
            Coordinates = Views.Pad(frame.State.Positions, 2),
            Momenta = Views.Pad(frame.State.Momenta, 2),
        }));
        var options = new DirectTrainer.Options { Sampling = Sampling, Training = Tiny, Columns = new DynamicsColumns { Positions = "Q" } };
        StringAssert.Contains(
            Assert.ThrowsExactly<DataException>(() => context.Dynamics().Trainers.Direct(options).Fit(data)).Message, "Set the options Units");

        using DirectTransformer model = context.Dynamics().Trainers.Direct(
            options with { Units = UnitSystem.Dimensionless, Dimension = 2 }).Fit(data);
        Prediction[] predictions = [.. context.Data.CreateEnumerable<Prediction>(model.Transform(data), reuseRowObject: false)];
        Assert.HasCount(48, predictions);
        Assert.HasCount(9, predictions[5].DeltaMomenta);
    }

    [TestMethod]
    public void OptionsAreCheckedWhenTheTrainerIsMade()
    {
        DynamicsTrainersCatalog trainers = new MLContext().Dynamics().Trainers;
        Assert.ThrowsExactly<UsageException>(() => trainers.Direct(new DirectTrainer.Options { Dimension = 4 }));
        Assert.ThrowsExactly<UsageException>(() => trainers.Direct(new DirectTrainer.Options { Sampling = new PairSamplerOptions { Lag = 0 } }));
        Assert.ThrowsExactly<UsageException>(() => trainers.Action(new ActionTrainer.Options { Training = Tiny with { BatchSize = 0 } }));
        Assert.ThrowsExactly<UsageException>(() => trainers.Action(new ActionTrainer.Options { Corrector = new CorrectorOptions { Tolerance = -1 } }));
    }

    [TestMethod]
    public void AStepThatIsNoMultipleOfTheSpacingIsRefused()
    {
        var context = new MLContext(seed: 1);
        string message = Assert.ThrowsExactly<DataException>(
            () => context.Dynamics().Trainers.Action(TimeStep.Dimensionless(0.25)).Fit(context.Dynamics().LoadTrajectory(Toys.Trajectories(11)))).Message;
        StringAssert.Contains(message, "Choose 0.2 or 0.3");
    }

    [TestMethod]
    public void SystemsOfDifferentSizesAreNotTrainedOnTogether()
    {
        var context = new MLContext(seed: 1);
        List<Frame> frames = [.. Toys.Trajectories(16), .. Toys.Trajectories(16, count: 5).Select(frame => frame with { TrajectoryId = "large " + frame.TrajectoryId })];
        string message = Assert.ThrowsExactly<DataException>(
            () => context.Dynamics().Trainers.Action(new ActionTrainer.Options { Sampling = Sampling, Training = Tiny }).Fit(context.Dynamics().LoadTrajectory(frames))).Message;
        StringAssert.Contains(message, "Trajectory 'large t0' has 5 particles");
        StringAssert.Contains(message, "'t0' has 3");

        // Within a trajectory particles must not come or go.
        frames = [.. Toys.Trajectories(16)[..12], .. Toys.Trajectories(16, count: 5).Take(12)];
        message = Assert.ThrowsExactly<DataException>(
            () => context.Dynamics().Trainers.Direct().Fit(context.Dynamics().LoadTrajectory(frames))).Message;
        StringAssert.Contains(message, "Frame 13 of trajectory 't0' has 5 particles, its first frame 3");
    }

    [TestMethod]
    public void RowsWithNaNAreNotTrainedOn()
    {
        var context = new MLContext(seed: 1);
        List<Frame> frames = Toys.Trajectories(12);
        frames[2].State.Positions[0] = double.NaN;
        string message = Assert.ThrowsExactly<DataException>(
            () => context.Dynamics().Trainers.Direct().Fit(context.Dynamics().LoadTrajectory(frames))).Message;
        StringAssert.Contains(message, "Frame 3 of trajectory 't0' has NaN");
    }

    [TestMethod]
    public void ModelsAreExportedForTheRuntime()
    {
        using var folder = new TemporaryFolder();
        var context = new MLContext(seed: 1);
        List<Frame> frames = Toys.Trajectories(13);
        using DirectTransformer direct = context.Dynamics().Trainers.Direct(
            new DirectTrainer.Options { Sampling = Sampling, Training = Tiny }).Fit(context.Dynamics().LoadTrajectory(frames));
        direct.ExportOnnx(folder["model"], ModelPrecision.Double);
        Assert.IsFalse(File.Exists(folder["model/direct.onnx"]));
        direct.ExportOnnx(folder["model"], ModelPrecision.Single);
        Assert.IsTrue(File.Exists(folder["model/README.md"]));
        List<double[]> expected = Views.Vectors(direct.Transform(context.Dynamics().LoadTrajectory(frames)), "DeltaPositions");

        foreach ((ModelPrecision precision, double tolerance) in new[] { (ModelPrecision.Double, 0.0), (ModelPrecision.Single, 1e-5) })
        {
            using var model = OnnxDirectModel.Load(folder["model"], new OnnxModelOptions { Precision = precision });
            Assert.AreEqual(precision, model.Manifest.Precision);
            Assert.AreEqual(direct.Manifest.DataSha256, model.Manifest.DataSha256);
            model.Bind(frames[0].System);
            var deltaPositions = new double[6];
            NeighborList neighbors = new AllPairs(3, 2).Update(frames[0].State.Positions);
            model.Predict(neighbors, new double[6], frames[0].State.Momenta, deltaPositions, new double[6]);
            double[] padded = Views.Pad(deltaPositions, 2);
            for (int i = 0; i < padded.Length; i++)
            {
                Assert.AreEqual(expected[0][i], padded[i], tolerance);
            }
        }
    }

    private static double[] Weights(DynamicsTransformer model)
    {
        ParameterStore parameters = model.Trained!.Network.Parameters;
        return [.. parameters.Names.SelectMany(name => parameters[name])];
    }

    private sealed class Prediction
    {
        public double[] DeltaMomenta { get; set; } = [];
    }
}

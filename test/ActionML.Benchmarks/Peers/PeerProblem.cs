using ActionML.Export;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>Germanium telluride for both sides: networks, a trajectory of reference states, and what our side computes at the first of them.</summary>
internal sealed class PeerProblem
{
    /// <param name="models">The model directory.</param>
    /// <param name="start">The first state.</param>
    /// <param name="states">States to make steps from, one step of the models after the other; they follow the reference potential.</param>
    public PeerProblem(string models, Frame start, int states)
    {
        Models = models;
        Action = Network(TensorNames.ActionFile);
        Direct = Network(TensorNames.DirectFile);
        Settings = new GeTeSettings { Step = Action.Manifest.TimeStep.DisplayValue };
        Frames = [.. Trajectory(start, states)];
        List = new PeriodicNeighbors(new Cell(start.Cell!), start.System.Count, Action.Manifest.Cutoff!.Value, Settings.Skin)
            .Update(start.State.Positions);

        NetworkModel Network(string file) => NetworkModel.FromOnnx(File.ReadAllBytes(Path.Combine(models, file)), file);
    }

    public string Models { get; }

    public NetworkModel Action { get; }

    public NetworkModel Direct { get; }

    public GeTeSettings Settings { get; }

    /// <summary>The states.</summary>
    public IReadOnlyList<Frame> Frames { get; }

    public Frame Start => Frames[0];

    /// <summary>The neighbor list at the first state, which both sides evaluate gradients with.</summary>
    public NeighborList List { get; }

    public OnnxActionModel LoadAction(int threads) =>
        OnnxActionModel.Load(Models, new OnnxModelOptions { Precision = ModelPrecision.Single, Threads = threads });

    public OnnxDirectModel LoadDirect(int threads) =>
        OnnxDirectModel.Load(Models, new OnnxModelOptions { Precision = ModelPrecision.Single, Threads = threads });

    /// <summary>Writes the problem for the peer.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="reference">Whether with what the double-precision reference gives; it keeps every tensor of a graph.</param>
    public void Write(string folder, bool reference)
    {
        using var writer = new ProblemWriter(folder);
        ParticleSystem system = Start.System;
        int n = system.Count;
        int[] vectors = [n, 3];
        writer.Add("masses", [n], system.Masses);
        writer.Add("species", [n], Action.Manifest.SpeciesOf(system));
        writer.Add("neighbors", [n, List.Capacity], List.Neighbors);
        writer.Add("reverse", [n * List.Capacity], List.Reverse);
        writer.Add("shifts", [3, n, List.Capacity], List.Shifts);
        writer.Add("momenta", vectors, Start.State.Momenta);
        writer.Add("box", [3], (double[])[Start.Cell![0], Start.Cell[4], Start.Cell[8]]);
        writer.Add("states.positions", [Frames.Count, n, 3], [.. Frames.SelectMany(frame => frame.State.Positions)]);
        writer.Add("states.momenta", [Frames.Count, n, 3], [.. Frames.SelectMany(frame => frame.State.Momenta)]);
        AddWeights("action", Action);
        AddWeights("direct", Direct);
        using OnnxActionModel action = LoadAction(threads: 1);
        using OnnxDirectModel direct = LoadDirect(threads: 1);
        AddResult("file.action", action, action.Evaluate);
        AddResult("file.direct", direct, direct.Predict);
        if (reference)
        {
            using var interpretedAction = new InterpretedModel(Action);
            using var interpretedDirect = new InterpretedModel(Direct);
            AddResult("reference.action", interpretedAction, interpretedAction.Evaluate);
            AddResult("reference.direct", interpretedDirect, interpretedDirect.Predict);
        }

        ProblemFile.Write(folder, new
        {
            options = new { action = Action.Options, direct = Direct.Options },
            scales = new { action = Action.Scales, direct = Direct.Scales },
            action.Manifest.ResidualScale,
            Settings.Tolerance,
            Settings.Skin,
            tensors = writer.Entries,
        });

        void AddWeights(string kind, NetworkModel model)
        {
            foreach (Value parameter in model.BuildGraph().Graph.Parameters)
            {
                string name = ((ParameterOperator)parameter.Node.Operator).Name;
                writer.Add($"{kind}.weight.{name}", parameter.Shape.Resolve(n, List.Capacity), model.Parameters[name]);
            }
        }

        void AddResult(string name, IDynamicsModel model, Evaluation evaluate)
        {
            double[] positions = new double[3 * n];
            double[] momenta = new double[3 * n];
            model.Bind(system);
            evaluate(List, new double[3 * n], Start.State.Momenta, positions, momenta);
            writer.Add(name + ".positions", vectors, positions);
            writer.Add(name + ".momenta", vectors, momenta);
        }
    }

    private IEnumerable<Frame> Trajectory(Frame start, int states)
    {
        VelocityVerletStepper stepper = GeTeIntegrator.Verlet(start, Settings.ReferenceStep);
        int substeps = (int)Math.Round(Settings.Step / Settings.ReferenceStep);
        PhasePoint state = start.State.Clone();
        for (int i = 0; i < states; i++)
        {
            yield return new Frame(start.TrajectoryId, i, i * Settings.Step, start.System, state.Clone(), start.Cell);
            for (int j = 0; j < substeps && i + 1 < states; j++)
            {
                stepper.Step(state);
            }
        }
    }

    private delegate void Evaluation(
        NeighborList neighbors, ReadOnlySpan<double> displacements, ReadOnlySpan<double> momenta, Span<double> deltaPositions, Span<double> deltaMomenta);
}

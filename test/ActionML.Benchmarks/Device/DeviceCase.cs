using ActionML.Export;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>A shipped model and a state to start from, to be solved on the host or where the model runs.</summary>
internal sealed record DeviceCase(
    string Name, string Models, ModelPrecision Precision, ParticleSystem System, PhasePoint Start, Func<INeighborSource> Neighbors, double Tolerance)
{
    /// <summary>Three bodies on the figure eight, in double precision.</summary>
    public static DeviceCase ThreeBodies(string models) => new(
        "three bodies",
        Path.Combine(models, "three-body"),
        ModelPrecision.Double,
        ThreeBodyStates.UnitMasses(),
        ThreeBodyStates.FigureEight(),
        () => new AllPairs(3, 2),
        1e-8);

    /// <summary>Atoms of liquid germanium telluride at 900 K, made with the reference potential; single precision.</summary>
    public static DeviceCase GeTe(string models, int atoms)
    {
        var options = new GeTeDatasetOptions { Atoms = atoms, CrystalTemperatures = [], EquilibrationPicoseconds = 1 };
        GeTeThermalHistory melt = GeTeThermalHistory.Liquid(options, 900, new DeterministicRandom(1));
        string folder = Path.Combine(models, "gete");
        using OnnxActionModel model = OnnxActionModel.Load(folder, new OnnxModelOptions { Precision = ModelPrecision.Single });
        double cutoff = model.Manifest.Cutoff!.Value;
        return new DeviceCase(
            $"GeTe, {atoms} atoms",
            folder,
            ModelPrecision.Single,
            melt.System,
            melt.State,
            () => new PeriodicNeighbors(melt.Cell, melt.System.Count, cutoff, PeriodicNeighbors.ModelSkin),
            1e-3);
    }

    /// <summary>The action as it ships.</summary>
    public OnnxActionModel LoadHost() => OnnxActionModel.Load(Models, new OnnxModelOptions { Precision = Precision });

    /// <summary>The action and its corrector, in any precision.</summary>
    public ResidentActionModel LoadDevice(ModelPrecision precision)
    {
        if (precision == Precision)
        {
            return ResidentActionModel.Load(Models, new OnnxModelOptions { Precision = precision });
        }

        string file = Precision == ModelPrecision.Double ? TensorNames.ActionDoubleFile : TensorNames.ActionFile;
        NetworkModel network = NetworkModel.FromOnnx(File.ReadAllBytes(Path.Combine(Models, file)), file);
        ModelManifest manifest = network.Manifest with { Precision = precision };
        return ResidentActionModel.Load(network.ToOnnx(precision), CorrectorGraph.WriteResidual(manifest), CorrectorGraph.WriteMixing(manifest), Name);
    }

    /// <summary>A stepper from the previous steps' extrapolation.</summary>
    public SymplecticStepper Stepper(IActionModel model, double tolerance) => new(
        System,
        model,
        Neighbors(),
        new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = tolerance }, Policy = UnconvergedPolicy.KeepAndCount });
}

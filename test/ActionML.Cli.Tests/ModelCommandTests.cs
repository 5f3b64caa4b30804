using System.Text;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class ModelCommandTests : CliTest
{
    [TestMethod]
    public void TrainingReportsErrorsOfBothModels()
    {
        Assert.AreEqual(2, TinyModel.Training.Json["models"]!.AsArray().Count);
        Assert.AreEqual(0.1, (double)TinyModel.Training.Json["time_step"]!);
        Assert.AreEqual(2, (int)TinyModel.Training.Json["lag"]!);
        Assert.IsGreaterThan(0, (double)TinyModel.Training.Json["models"]![0]!["errors"]!["rmse_delta_momenta"]!);
        Assert.Contains("Training, action model", TinyModel.Training.Error);
        foreach (string file in new[] { TensorNames.ActionFile, TensorNames.ActionDoubleFile, TensorNames.DirectFile, TensorNames.DirectDoubleFile, TensorNames.ModelCardFile })
        {
            Assert.IsTrue(System.IO.File.Exists(Path.Combine(TinyModel.Directory, file)), file);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void InspectShowsTheManifest(string culture)
    {
        CliResult result = RunIn(culture, "inspect", TinyModel.Directory, "--json").MustSucceed();
        Assert.AreEqual(4, result.Json["models"]!.AsArray().Count);
        Assert.AreEqual("0.1", (string)result.Json["models"]![0]!["entries"]!["timestep"]!);
        Assert.Contains("symmetries", RunIn(culture, "inspect", Path.Combine(TinyModel.Directory, TensorNames.DirectFile)).MustSucceed().Out);
    }

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void InspectSumsUpATrajectory(string culture)
    {
        CliResult result = RunIn(culture, "inspect", TinyModel.Data, "--json").MustSucceed();
        Assert.AreEqual(12, (int)result.Json["trajectory"]!["trajectories"]!);
        Assert.AreEqual(12 * 21, (int)result.Json["trajectory"]!["frames"]!);
        Assert.AreEqual(0.05, (double)result.Json["trajectory"]!["frame_spacing"]!, 1e-12);
        Assert.Contains("Body", RunIn(culture, "inspect", TinyModel.Data).MustSucceed().Out);
    }

    [TestMethod]
    public void EvalOnTrainingDataUsesHeldOutPairsAndInvariantsHoldForBadModels()
    {
        CliResult result = Run("eval", TinyModel.Directory, TinyModel.Data, "--reversal-steps", "20", "--strict", "--json").MustSucceed();
        Assert.IsTrue((bool)result.Json["held_out_of_training"]!);
        Assert.AreEqual(3, result.Json["errors"]!.AsArray().Count);
        Assert.IsLessThanOrEqualTo(1e-9, (double)result.Json["action_checks"]!["symplectic_defect"]!);
    }

    [TestMethod]
    public void EvalOnOtherDataUsesAllPairs()
    {
        Run("generate", "three-body", "--out", File("t.xyz"), "--trajectories", "3", "--duration", "0.5", "--seed", "9").MustSucceed();
        CliResult result = Run("eval", TinyModel.Directory, File("t.xyz"), "--reversal-steps", "0", "--json").MustSucceed();
        Assert.IsFalse((bool)result.Json["held_out_of_training"]!);
        Assert.IsNull(result.Json["action_checks"]);
        Assert.AreEqual(3 * 9, (int)result.Json["pairs"]!);
        Assert.Contains("executed step", Run("eval", TinyModel.Directory, File("t.xyz"), "--reversal-steps", "0").MustSucceed().Out);
    }

    [TestMethod]
    public void SavedModelsAreExportedAgainAsTheyWere()
    {
        Run("export", TinyModel.Saved, "--out", File("m"), "--precision", "double").MustSucceed();
        CollectionAssert.AreEqual(
            System.IO.File.ReadAllBytes(Path.Combine(TinyModel.Directory, TensorNames.ActionDoubleFile)),
            System.IO.File.ReadAllBytes(Path.Combine(File("m"), TensorNames.ActionDoubleFile)));
        Assert.IsFalse(System.IO.File.Exists(Path.Combine(File("m"), TensorNames.ActionFile)));
        Run("export", Write("x.zip", "no zip"), "--out", File("m2")).MustFail(4, "x.zip");
        Run("export", File("none.zip"), "--out", File("m2")).MustFail(7, "none.zip");
    }

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void AdviseNamesThePole(string culture)
    {
        CliResult result = RunIn(culture, "advise", TinyModel.Data, "--time-step", "0.1", "--time-step", "5", "--json").MustSucceed();
        double pole = (double)result.Json["pole"]!;
        Assert.AreEqual(1 / (2 * (double)result.Json["highest_frequency"]!), pole, 1e-9 * pole);
        Assert.AreEqual(2, result.Json["steps"]!.AsArray().Count);
        Assert.Contains("pole", RunIn(culture, "advise", TinyModel.Data).MustSucceed().Out);
    }

    [TestMethod]
    public void ACancelledTrainingGoesOnFromItsCheckpoints()
    {
        string[] train = ["train", TinyModel.Data, "--time-step", TinyModel.Step, "--kind", "direct", "--max-time", "1h", "--width", "8", "--checkpoint-dir", File("work")];
        using var source = new CancellationTokenSource();
        Task cancel = CancelWhenThere(Path.Combine(File("work"), "training.direct.ckpt"), source);
        Run("en-US", source.Token, [.. train, "--out", File("m"), "--max-iterations", "100000"]).MustFail(130, "cancelled", "go on");
        cancel.Wait();
        Assert.IsFalse(Directory.Exists(File("m")));
        Assert.IsTrue(System.IO.File.Exists(Path.Combine(File("work"), "training.direct.ckpt")));
    }

    [TestMethod]
    public void AnOnnxFileThatIsNotOursIsRefused() =>
        Patched("actionml.format", "somebody.format"[..15]).MustFail(4, "actionml.format", "metadata");

    [TestMethod]
    public void AModelOfANewerVersionIsRefused() =>
        Patched("actionml.format\u0012\u00011", "actionml.format\u0012\u00019").MustFail(4, "format 9", "Update ActionML");

    [TestMethod]
    public void ATruncatedModelIsRefused()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Path.Combine(TinyModel.Directory, TensorNames.ActionDoubleFile));
        System.IO.File.WriteAllBytes(File("action.f64.onnx"), whole[..(whole.Length / 2)]);
        Run("run", Folder, "--start", "figure-eight", "--steps", "1").MustFail(7, "action.f64.onnx");
        Run("inspect", File("action.f64.onnx")).MustFail(7, "action.f64.onnx");
    }

    [TestMethod]
    public void AMissingModelIsNamed()
    {
        Run("run", File("none"), "--start", "figure-eight", "--steps", "1").MustFail(7, "none");
        Directory.CreateDirectory(File("empty"));
        Run("inspect", File("empty")).MustFail(7, "empty", "actionml train");
    }

    private CliResult Patched(string find, string replace)
    {
        byte[] bytes = System.IO.File.ReadAllBytes(Path.Combine(TinyModel.Directory, TensorNames.ActionFile));
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(find));
        Assert.IsGreaterThan(0, at, "The entry was not found in the file.");
        Encoding.ASCII.GetBytes(replace).CopyTo(bytes, at);
        System.IO.File.WriteAllBytes(File("action.onnx"), bytes);
        return Run("run", Folder, "--start", "figure-eight", "--steps", "1");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace ActionML.Cli.Tests;

/// <summary>Bad input gets a message that says what was found, what was expected and what to do, in any culture.</summary>
[TestClass]
public sealed class BadInputTests : CliTest
{
    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void ATruncatedFileNamesItsEnd(string culture)
    {
        string text = Trajectory(3);
        RunIn(culture, "inspect", Write("t.xyz", text[..^40])).MustFail(3, "t.xyz", "line");
        RunIn(culture, "inspect", Write("u.xyz", string.Join('\n', text.Split('\n')[..^3]))).MustFail(3, "u.xyz", "line");
    }

    [TestMethod]
    [DataRow("0.97", "0.9x7", "column")]
    [DataRow("0.97", "nan", "")]
    [DataRow("0.97", "0,97", "column")]
    public void AMalformedNumberNamesLineAndColumn(string good, string bad, string expected)
    {
        foreach (string culture in new[] { "en-US", "de-DE" })
        {
            RunIn(culture, "inspect", Write("t.xyz", Trajectory(3).Replace(good, bad))).MustFail(3, "t.xyz", "line 3", expected);
        }
    }

    [TestMethod]
    [DataRow("999999999999")]
    [DataRow("-3")]
    [DataRow("100000000")]
    [DataRow("three")]
    public void AnAbsurdCountIsRefused(string count) =>
        Run("inspect", Write("t.xyz", count + Trajectory(1)[1..])).MustFail(3, "t.xyz", "line 1");

    [TestMethod]
    public void FramesOfDifferentSizeInOneTrajectoryAreRefused()
    {
        string[] lines = Trajectory(4).Split('\n');
        string smaller = "2\n" + string.Join('\n', lines[16..19]).Replace("step=3", "step=4").Replace("time=0.15", "time=0.2") + "\n";
        Run("train", Write("t.xyz", Trajectory(4) + smaller), "--time-step", "0.1", "--out", File("m")).MustFail(3, "trajectory");
        Assert.IsFalse(Directory.Exists(File("m")));
    }

    [TestMethod]
    public void MissingMomentaCanBeDerived()
    {
        string path = Write("t.xyz", Trajectory(12, momenta: false));
        Run("inspect", path).MustFail(3, "momenta", "derive");
        CliResult result = Run("inspect", path, "--derive-momenta", "--json").MustSucceed();
        Assert.AreEqual(8, (int)result.Json["trajectory"]!["frames"]!);
    }

    [TestMethod]
    public void ADeviceThatIsNotThereIsNamed()
    {
        Run("train", TinyModel.Data, "--time-step", TinyModel.Step, "--out", File("m"), "--device", "gpu").MustFail(2, "'gpu'", "cuda:0");
        Run("train", TinyModel.Data, "--time-step", TinyModel.Step, "--out", File("m"), "--device", "cuda:77").MustFail(6, "CUDA device 77");
        Run("train", TinyModel.Data, "--time-step", TinyModel.Step, "--out", File("m"), "--device", "cuda:77", "--engine", "onnxruntime")
            .MustFail(6, "ONNX Runtime on CUDA device 77", "cuda:77");
        Assert.IsFalse(Directory.Exists(File("m")));
    }

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void ModelsOnADeviceThatIsNotThereAreRefusedWithAllThatIsMissing(string culture)
    {
        string[] run = ["run", TinyModel.Directory, "--start", "figure-eight", "--steps", "2", "--out", File("t.xyz")];
        RunIn(culture, [.. run, "--device", "gpu"]).MustFail(2, "'gpu'", "cuda:0");
        RunIn(culture, [.. run, "--device", "cuda:999"]).MustFail(6, "Models cannot run on cuda:999", "gpu.md");
        RunIn(culture, "eval", TinyModel.Directory, TinyModel.Data, "--device", "cuda:999").MustFail(6, "Models cannot run on cuda:999");
        RunIn(culture, "run", "--integrator", "verlet", "--step", "0.01", "--start", "figure-eight", "--steps", "2", "--device", "cuda:0").MustFail(2, "--device");
        Assert.IsFalse(System.IO.File.Exists(File("t.xyz")));
        if (!System.IO.File.Exists("/proc/driver/nvidia/version"))
        {
            RunIn(culture, [.. run, "--device", "cuda:0"]).MustFail(6, "libcuda.so.1 does not load");
        }

        RunIn(culture, [.. run, "--device", "cpu"]).MustSucceed();
    }

    [TestMethod]
    public void AStepThatIsNoMultipleOfTheFrameSpacingIsRefused() =>
        Run("train", TinyModel.Data, "--time-step", "0.12", "--out", File("m")).MustFail(3, "0.12", "0.05");

    [TestMethod]
    public void AStepLongerThanTheTrajectoriesIsRefused() =>
        Run("train", TinyModel.Data, "--time-step", "50", "--out", File("m")).MustFail(3, "50");

    [TestMethod]
    public void AnotherStepThanTheModelsIsRefused()
    {
        Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "5", "--step", "0.2").MustFail(4, "0.1", "0.2");
        Run("run", TinyModel.Directory, "--integrator", "direct", "--start", "figure-eight", "--steps", "5", "--step", "0.2").MustFail(4, "0.1", "0.2");
    }

    [TestMethod]
    [DataRow("units=dimensionless", "units=atomistic", "units")]
    [DataRow("dimension=2", "dimension=3", "dimension")]
    [DataRow("Body", "Planet", "Planet")]
    public void AStateThatTheModelDoesNotKnowIsRefused(string good, string bad, string expected)
    {
        string path = Write("t.xyz", Trajectory(1).Replace(good, bad).Replace("time_unit=1", bad.Contains("atomistic") ? "time_unit=fs" : "time_unit=1"));
        Run("run", TinyModel.Directory, "--start", path, "--steps", "5").MustFail(4, expected);
        Run("eval", TinyModel.Directory, path, "--reversal-steps", "0").MustFail(4, expected);
    }

    [TestMethod]
    public void AMissingFrameIsNamed() =>
        Run("run", TinyModel.Directory, "--start", Write("t.xyz", Trajectory(3)), "--frame", "7", "--steps", "5").MustFail(3, "3 frames", "frame 7");

    [TestMethod]
    public void MissingFilesAreNamed()
    {
        Run("inspect", File("none.xyz")).MustFail(7, "none.xyz");
        Run("train", File("none.xyz"), "--time-step", "1", "--out", File("m")).MustFail(7, "none.xyz");
        Run("advise", Folder).MustFail(7, ".xyz");
        Run("run", TinyModel.Directory, "--start", File("none.xyz"), "--steps", "5").MustFail(7, "none.xyz");
    }

    [TestMethod]
    public void AnEmptyFileIsRefused()
    {
        string path = Write("t.xyz", "");
        Run("inspect", path).MustFail(3, "t.xyz", "empty");
        Run("train", path, "--time-step", "1", "--out", File("m")).MustFail(3, "empty");
        Run("advise", path).MustFail(3, "empty");
    }

    [TestMethod]
    public void AnOutputThatCannotBeWrittenIsNamed()
    {
        Directory.CreateDirectory(File("taken.xyz"));
        Run("generate", "three-body", "--out", File("taken.xyz"), "--trajectories", "2").MustFail(7, "taken.xyz");
        Write("file", "");
        Run("generate", "three-body", "--out", Path.Combine(File("file"), "x.xyz"), "--trajectories", "2").MustFail(7, "x.xyz");
    }

    [TestMethod]
    public void AFailedRunLeavesTheOldFileAsItWas()
    {
        string path = Write("old.xyz", "old content");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Run("en-US", source.Token, "generate", "three-body", "--out", path, "--trajectories", "50").MustFail(130);
        Assert.AreEqual("old content", System.IO.File.ReadAllText(path));
        Assert.HasCount(1, Directory.GetFiles(Folder));
    }

    [TestMethod]
    public void AFullDiskLeavesWhatWasThere()
    {
        // A file system of 64 kB of this test's own, where the system lets an ordinary user mount one.
        string program = Path.Combine(AppContext.BaseDirectory, "actionml.dll");
        string script = $"""
            mount -t tmpfs -o size=64k tmpfs '{Folder}' || exit 99
            echo old > '{Folder}/data.xyz'
            dotnet exec '{program}' generate three-body --out '{Folder}/data.xyz' --trajectories 300 --quiet
            echo code $?
            ls '{Folder}'
            cat '{Folder}/data.xyz'
            """;
        if (!OperatingSystem.IsLinux() || !System.IO.File.Exists("/usr/bin/unshare"))
        {
            Assert.Inconclusive("A small file system needs Linux with unshare.");
        }

        using Process process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "bash", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (!output.Contains("code"))
        {
            Assert.Inconclusive("This system does not let an ordinary user mount a small file system: " + error.Result.Trim());
        }

        Assert.AreEqual("code 7\ndata.xyz\nold", output.Trim());
        Assert.Contains("disk is full", error.Result);
        Assert.DoesNotContain("   at ", error.Result);
    }

    // The figure eight at rest, in the format's own order; every frame is the same but for its time.
    private static string Trajectory(int frames, bool momenta = true)
    {
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < frames; i++)
        {
            string time = (0.05 * i).ToString("0.##", CultureInfo.InvariantCulture);
            text.Append("3\n").Append(momenta ? "Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1" : "Properties=species:S:1:pos:R:3:masses:R:1");
            text.Append($" step={i} time={time} time_unit=1 units=dimensionless dimension=2 unwrapped=T\n");
            text.Append(momenta
                ? "Body 0.97 -0.24 0 0.46 0.43 0 1\nBody -0.97 0.24 0 0.46 0.43 0 1\nBody 0 0 0 -0.93 -0.86 0 1\n"
                : "Body 0.97 -0.24 0 1\nBody -0.97 0.24 0 1\nBody 0 0 0 1\n");
        }

        return text.ToString();
    }
}

using System.Text.Json.Nodes;

using ActionML.Runtime.Onnx;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class BenchTests : PeriodicTest
{
    private const string Seconds = "0.02";

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void ThreeBodiesNeedNoState(string culture)
    {
        JsonNode result = RunIn(culture, "bench", TinyModel.Directory, "--seconds", Seconds, "--replicas", "3", "--corrector-on", "both", "--json").MustSucceed().Json;
        Assert.AreEqual("figure-eight", (string)result["start"]!);
        Assert.AreEqual(0.1, (double)result["step"]!);
        Assert.AreEqual("1/s", (string)result["speed_unit"]!);
        Assert.AreEqual("double", (string)result["precision"]!);
        JsonNode device = result["devices"]!.AsArray().Single()!;
        Assert.AreEqual("cpu", (string)device["device"]!);
        Assert.AreEqual("CPUExecutionProvider", (string)device["provider"]!);
        JsonNode size = device["sizes"]!.AsArray().Single()!;
        Assert.AreEqual(3, (int)size["atoms"]!);
        Assert.AreEqual(2, (int)size["neighbors"]!);
        Assert.IsGreaterThan(0, (double)size["gradient_ms"]!);
        Assert.IsGreaterThan(0, (double)size["direct_ms"]!);
        Assert.IsGreaterThan(0, (double)size["peak_memory_mb"]!);
        Assert.IsNull(size["device_memory_mb"]);
        JsonArray steps = size["steps"]!.AsArray();
        CollectionAssert.AreEqual(new[] { "host", "device" }, steps.Select(s => (string)s!["corrector_on"]!).ToArray());
        foreach (JsonNode? s in steps)
        {
            Assert.IsGreaterThan(0, (double)s!["step_ms"]!);
            Assert.IsGreaterThan(0, (double)s["speed"]!);
            Assert.IsGreaterThanOrEqualTo(1, (double)s["evaluations_per_step"]!);
            Assert.IsLessThanOrEqualTo(1, (double)s["neighbor_share"]!);
        }

        Assert.IsLessThanOrEqualTo(1, (double)steps[0]!["model_share"]!);
        Assert.IsGreaterThan((double)steps[0]!["direct_model_share"]!, (double)steps[0]!["model_share"]!);
        Assert.IsNull(steps[1]!["model_share"]);
        JsonNode replicas = size["replicas"]!;
        Assert.AreEqual(3, (int)replicas["count"]!);
        Assert.IsGreaterThan(0, (double)replicas["over_single"]!);
        Assert.IsGreaterThanOrEqualTo(1, (double)replicas["evaluations_per_step"]!);
    }

    [TestMethod]
    public void ACellIsRepeated()
    {
        CliResult result = Run("bench", Model, "--start", Crystal, "--atoms", "64,128", "--seconds", Seconds, "--precision", "single");
        result.MustSucceed();
        foreach (string text in new[] { "64 particles", "128 particles", "ns/day", "CPUExecutionProvider of ONNX Runtime", "step, solved on the host", "neighbor list", "peak memory" })
        {
            Assert.Contains(text, result.Out);
        }

        Assert.DoesNotContain("solved on the device", result.Out);
        Assert.DoesNotContain("replicas", result.Out);
    }

    [TestMethod]
    [DataRow(64, 1, 1, 1)]
    [DataRow(192, 3, 1, 1)]
    [DataRow(64 * 12, 3, 2, 2)]
    [DataRow(64 * 27, 3, 3, 3)]
    public void RepeatedCellsAreAsCompactAsTheirNumberAllows(int atoms, int a, int b, int c)
    {
        Frame one = RandomFrame();
        Frame many = RepeatedCell.WithAtoms(one, atoms);
        Assert.AreEqual(atoms, many.System.Count);
        int[] times = [a, b, c];
        for (int i = 0; i < 9; i++)
        {
            Assert.AreEqual(one.Cell![i] * times[i / 3], many.Cell![i], 1e-12);
        }

        // Every atom sees what it saw.
        NeighborList List(Frame frame) => new PeriodicNeighbors(new Cell(frame.Cell!), frame.System.Count, 3.5, 0).Update(frame.State.Positions);
        static int Pairs(NeighborList list) => Enumerable.Range(0, list.Neighbors.Length).Count(e => list.Neighbors[e] != e / list.Capacity);
        Assert.AreEqual(Pairs(List(one)) * (atoms / one.System.Count), Pairs(List(many)));
        CollectionAssert.AreEqual(one.System.Kinds.ToArray(), many.System.Kinds.Skip(atoms - 64).ToArray());
    }

    [TestMethod]
    public void WhatCannotBeMeasuredIsRefused()
    {
        Run("bench", TinyModel.Directory, "--seconds", "0", "--replicas", "1", "--model-threads", "0", "--compare", "cpu")
            .MustFail(2, "0 for --seconds", "1 for --replicas", "0 for --model-threads", "--compare cpu compares another device");
        Run("bench", TinyModel.Directory, "--atoms", "6").MustFail(2, "--atoms", "periodic");
        Run("bench", TinyModel.Directory, "--atoms", "6,x").MustFail(2, "'x' for --atoms", "whole numbers");
        Run("bench", Model, "--start", Crystal, "--atoms", "100").MustFail(2, "100 for --atoms", "multiple of 64");
        Run("bench", Model).MustFail(2, "no initial state", "Ge, Te", "--start");
        Run("bench", Model, "--start", "figure-eight").MustFail(4);
        Run("bench").MustFail(2, "No model is named");
    }

    [TestMethod]
    public void ADeviceThatIsNotThereIsAnError()
    {
        Run("bench", TinyModel.Directory, "--device", "cuda:999", "--compare", "cpu").MustFail(6, "Models cannot run on cuda:999");
        if (ExecutionTarget.Cuda(0).WhyNot()?.Contains("no NVIDIA driver", StringComparison.Ordinal) == true)
        {
            Assert.IsNull(GpuDriver.Name(0));
            Assert.IsNull(GpuDriver.Used(0));
        }
    }

    [TestMethod]
    public void RatiosAreOfTheFasterPlaceAndOfSizesThatBothMeasured()
    {
        static BenchDevice Device(string name, double gradient, double host, double device, string? failure) => new()
        {
            Device = name,
            Provider = "",
            OnnxRuntime = "",
            Sizes =
            [
                new BenchSize
                {
                    Atoms = 216,
                    GradientMs = gradient,
                    Steps = [new BenchSteps { CorrectorOn = "host", StepMs = host }, new BenchSteps { CorrectorOn = "device", StepMs = device }],
                    Replicas = new BenchReplicas { StepMs = gradient },
                },
                new BenchSize { Atoms = 1728, Failure = failure, GradientMs = failure is null ? gradient : null, Steps = [new BenchSteps { CorrectorOn = "host", StepMs = host }] },
            ],
        };
        IReadOnlyList<BenchRatio> ratios = BenchRatio.Between(Device("cuda:0", 2, 6, 3, "No memory."), Device("cpu", 10, 60, 90, null));
        BenchRatio ratio = ratios.Single();
        Assert.AreEqual(("cuda:0", "cpu", 216), (ratio.Of, ratio.Over, ratio.Atoms));
        Assert.AreEqual(5, ratio.Gradient, 1e-12);
        Assert.AreEqual(20, ratio.Step, 1e-12);
        Assert.AreEqual(5, ratio.Replicas!.Value, 1e-12);
    }

    [TestMethod]
    public void TheSchemaInDocsIsThatOfTheResult() =>
        ResultSchema.MustBeThatOf<BenchResult>("bench-result.json", "What actionml bench --json writes");

    private Frame RandomFrame() => ExtendedXyz.Read(Crystal).First();
}

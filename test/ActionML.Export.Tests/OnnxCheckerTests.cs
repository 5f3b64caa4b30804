using System.Diagnostics;
using ActionML.Runtime;
using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>The ONNX project's own checker on our files: an opinion that shares no code with us or with ONNX Runtime.</summary>
[TestClass]
public sealed class OnnxCheckerTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void TheCheckerAcceptsEveryKindOfFile()
    {
        string python = FindPython();
        Random random = Chance.New(TestContext);
        string folder = Directory.CreateTempSubdirectory("actionml-onnx-").FullName;
        try
        {
            foreach (ModelKind kind in Enum.GetValues<ModelKind>())
            {
                foreach (ModelPrecision precision in Enum.GetValues<ModelPrecision>())
                {
                    foreach ((int dimension, int rounds, double? cutoff) in new[] { (2, 2, (double?)null), (3, 3, 2.5), (3, 1, null) })
                    {
                        var options = new NetworkOptions { Dimension = dimension, Rounds = rounds, Cutoff = cutoff, SpeciesCount = 2, Width = 8, VectorWidth = 4, HarmonicDegree = cutoff is null ? 2 : 3, HasRates = rounds > 1, PathPoint = rounds > 1 ? 0.25 : null, ParticleLayers = rounds, ProductLimit = cutoff is null ? null : 1.5 };
                        NetworkModel model = RandomModel.Create(kind, options, random);
                        (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
                        string name = Path.Combine(folder, $"{kind}-{precision}-{dimension}-{rounds}");
                        File.WriteAllBytes(name + ".onnx", model.ToOnnx(precision));
                        if (kind == ModelKind.Action)
                        {
                            File.WriteAllBytes(name + "-mixing.onnx", CorrectorGraph.WriteMixing(model.Manifest with { Precision = precision }));
                            File.WriteAllBytes(name + "-residual.onnx", CorrectorGraph.WriteResidual(model.Manifest with { Precision = precision }));
                        }

                        if (cutoff is null && precision == ModelPrecision.Double)
                        {
                            File.WriteAllBytes(name + "-frame.onnx", FrameWriter.Write(model.ToOnnx(precision), new FrameOptions { Particles = 5 }));
                        }

                        File.WriteAllBytes(name + "-fixed.onnx", OnnxWriter.Write(graph, outputs, new OnnxOptions { Precision = precision, Sizes = (5, 4) }));
                    }
                }
            }

            foreach (OperatorCase item in OperatorCases.All)
            {
                (Graph graph, _, Value[] outputs) = item.Create();

                // Sizes that no input tells must be fixed.
                bool open = graph.Inputs.Any(input => input.Shape.Contains(Dimension.Particles) && input.Shape.Contains(Dimension.Neighbors));
                File.WriteAllBytes(
                    Path.Combine(folder, $"operator {item.Name}.onnx"),
                    OnnxWriter.Write(
                        graph,
                        [.. outputs.Select((output, i) => ($"y{i}", output))],
                        new OnnxOptions { Precision = ModelPrecision.Double, Sizes = open ? null : (4, 3) }));
            }

            string damaged = Path.Combine(folder, "damaged.onnx");
            var broken = new Graph();
            byte[] bytes = OnnxWriter.Write(broken, [("y", broken.Exp(broken.Input("x", 2)))], new OnnxOptions());
            int at = bytes.AsSpan().LastIndexOf("Exp"u8); // the type; the name comes before it
            bytes[at] = (byte)'W';
            File.WriteAllBytes(damaged, bytes);

            (int code, string output) = Run(python, "-c", Script, folder);
            TestContext.WriteLine(output);
            Assert.AreEqual(0, code, output);
            Assert.Contains("refused damaged.onnx", output, "the checker must be able to say no");
            Assert.Contains($"accepted {40 + OperatorCases.All.Count}", output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Script = """
        import os, sys, onnx
        accepted = 0
        failed = False
        for name in sorted(os.listdir(sys.argv[1])):
            try:
                onnx.checker.check_model(os.path.join(sys.argv[1], name), full_check=True)
                accepted += 1
            except Exception as error:
                print('refused', name, '' if name == 'damaged.onnx' else error)
                failed = failed or name != 'damaged.onnx'
        print('accepted', accepted, 'by onnx', onnx.__version__)
        sys.exit(1 if failed else 0)
        """;

    private static string FindPython()
    {
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            try
            {
                if (Run(python, "-c", "import onnx").Code == 0)
                {
                    return python;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program.
            }
        }

        Assert.Inconclusive("There is no python3 with the package onnx (Debian: apt-get install python3-onnx), so ONNX's own checker cannot look at our files.");
        return "";
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}

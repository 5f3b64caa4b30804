using System.Globalization;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class SolverTests : CliTest
{
    [TestMethod]
    public void NewtonMakesTheStepsOfMixing()
    {
        string model = File("model");
        CliResult export = Run("export", TinyModel.Directory, "--out", model, "--precision", "double", "--hessian").MustSucceed();
        Assert.Contains("action.hvp.f64.onnx", export.Out);
        string mixing = Last("mixing");
        string newton = Last("newton");
        double difference = mixing.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Zip(newton.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            .Max(pair => Math.Abs(double.Parse(pair.First, CultureInfo.InvariantCulture) - double.Parse(pair.Second, CultureInfo.InvariantCulture)));
        TestContext.WriteLine($"{difference}");
        Assert.IsLessThan(1e-8, difference);

        string Last(string solver)
        {
            string path = File(solver + ".xyz");
            Run("run", model, "--start", "figure-eight", "--steps", "20", "--tolerance", "1e-12", "--solver", solver, "--out", path).MustSucceed();
            return System.IO.File.ReadAllLines(path)[^1];
        }
    }

    [TestMethod]
    public void NewtonWithoutItsFileSaysHowToMakeIt()
    {
        string model = File("model");
        Run("export", TinyModel.Directory, "--out", model, "--precision", "double").MustSucceed();
        Run("run", model, "--start", "figure-eight", "--steps", "2", "--solver", "newton").MustFail(7, "action.hvp.f64.onnx", "--hessian");
    }

    [TestMethod]
    public void TheAdvisorSaysWhatItPicked()
    {
        CliResult result = Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "5", "--solver", "auto").MustSucceed();
        TestContext.WriteLine(result.Out);
        Assert.Contains("Solver: ", result.Out);
        Assert.Contains("evaluations per step (tried: ", result.Out);
    }

    [TestMethod]
    public void CertificatesOfModelsWithAHessianHoldItsSymmetry()
    {
        string model = File("model");
        Run("export", TinyModel.Directory, "--out", model, "--precision", "double", "--hessian").MustSucceed();
        CliResult result = Run("run", model, "--start", "figure-eight", "--steps", "40", "--certify").MustSucceed();
        TestContext.WriteLine(result.Out);
        Assert.MatchesRegex(@"[Hh]essian symmetry .* held", result.Out);
        Assert.Contains("stiffest mode", result.Out);
    }
}

using System.Globalization;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class CorrectorPlaceTests : CliTest
{
    [TestMethod]
    public void TheDeviceMakesTheStepsOfTheHost()
    {
        double[] host = Last("host");
        double[] device = Last("device");
        double difference = host.Zip(device, (a, b) => Math.Abs(a - b)).Max();
        TestContext.WriteLine($"{difference}");
        Assert.IsLessThan(1e-10, difference);

        double[] Last(string place)
        {
            string path = File(place + ".xyz");
            Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "20", "--corrector-on", place, "--out", path).MustSucceed();
            return [.. System.IO.File.ReadAllLines(path)[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        }
    }

    [TestMethod]
    public void ReplicasRunOnTheDevice() =>
        Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "5", "--replicas", "3", "--thermostat", "langevin", "--temperature", "1e-6", "--relaxation", "100", "--corrector-on", "device").MustSucceed();

    [TestMethod]
    public void NewtonStaysOnTheHost() =>
        Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "5", "--solver", "newton", "--corrector-on", "device")
            .MustFail(2, "--solver newton runs on the host", "--corrector-on host");
}

using System.Globalization;

namespace ActionML.Runtime.Tests;

/// <summary>A test with a folder of its own, in the invariant culture or, derived, in another one.</summary>
public abstract class FileTest
{
    private CultureInfo? _before;

    public TestContext TestContext { get; set; } = null!;

    protected virtual string Culture => "";

    protected string Folder { get; private set; } = "";

    [TestInitialize]
    public void Begin()
    {
        _before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(Culture);
        Folder = Directory.CreateTempSubdirectory("actionml-test-").FullName;
    }

    [TestCleanup]
    public void End()
    {
        CultureInfo.CurrentCulture = _before!;
        Directory.Delete(Folder, recursive: true);
    }

    protected string In(string name) => Path.Combine(Folder, name);

    /// <summary>Random numbers whose seed is printed, so that a failure can be repeated.</summary>
    protected Random NewRandom(int? seed = null)
    {
        int value = seed ?? Environment.TickCount & 0xFFFFFF;
        TestContext.WriteLine($"seed {value}");
        return new Random(value);
    }

    protected static void AssertMentions(string message, params string[] parts)
    {
        foreach (string part in parts)
        {
            StringAssert.Contains(message, part);
        }
    }
}

using ActionML.Export;

namespace ActionML.Testing;

/// <summary>Tests that are inherited once per engine.</summary>
public abstract class EngineTests<TEngine>
    where TEngine : IEngine, new()
{
    public required TestContext TestContext { get; set; }

    protected TEngine Engine { get; } = new();

    protected double InvarianceTolerance => ((IEngine)Engine).InvarianceTolerance;

    [TestInitialize]
    public void SkipWithoutTheEngine()
    {
        if (Engine.Missing is { } reason)
        {
            Assert.Inconclusive(reason);
        }
    }

    /// <summary>Inputs as the engine stores them.</summary>
    protected Dictionary<string, Array> Rounded(IReadOnlyDictionary<string, Array> inputs) => inputs.ToDictionary(
        input => input.Key,
        input => input.Value is double[] values ? Array.ConvertAll(values, Engine.Round) : input.Value);

    /// <summary>Parameters as the engine stores them.</summary>
    protected ParameterStore Rounded(ParameterStore parameters)
    {
        ParameterStore rounded = parameters.Clone();
        foreach (string name in parameters.Names)
        {
            rounded[name] = Array.ConvertAll(parameters[name], Engine.Round);
        }

        return rounded;
    }
}

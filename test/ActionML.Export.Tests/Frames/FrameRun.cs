using ActionML.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Export.Tests;

/// <summary>Runs frame files as any program would: with session options that say nothing.</summary>
internal sealed class FrameRun : IDisposable
{
    private readonly SessionOptions _settings = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    private readonly InferenceSession _session;

    public FrameRun(byte[] content) => _session = new InferenceSession(content, _settings);

    public InferenceSession Session => _session;

    /// <summary>Δq and Δp of one row, [N, D] each.</summary>
    public (double[] DeltaPositions, double[] DeltaMomenta) Step(ParticleSystem system, PhasePoint state, FrameOptions options)
    {
        (double[] positions, double[] momenta) = Run(
            system.Kinds.ToArray(), system.Masses.ToArray(), Wide(state.Positions, system.Dimension), Wide(state.Momenta, system.Dimension), options);
        return (Narrow(positions, system.Dimension), Narrow(momenta, system.Dimension));
    }

    /// <summary>The two outputs as they are.</summary>
    public (double[] DeltaPositions, double[] DeltaMomenta) Run(
        string[] kinds, double[] masses, double[] positions, double[] momenta, FrameOptions options)
    {
        using OrtValue species = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [1, kinds.Length]);
        for (int i = 0; i < kinds.Length; i++)
        {
            species.StringTensorSetElementAt(kinds[i], i);
        }

        using OrtValue masses1 = OrtValue.CreateTensorValueFromMemory(masses, [1, masses.Length]);
        using OrtValue positions1 = OrtValue.CreateTensorValueFromMemory(positions, [1, positions.Length]);
        using OrtValue momenta1 = OrtValue.CreateTensorValueFromMemory(momenta, [1, momenta.Length]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(
            run,
            [options.Species, options.Masses, options.Positions, options.Momenta],
            [species, masses1, positions1, momenta1],
            [options.DeltaPositions, options.DeltaMomenta]);
        return (results[0].GetTensorDataAsSpan<double>().ToArray(), results[1].GetTensorDataAsSpan<double>().ToArray());
    }

    public void Dispose()
    {
        _session.Dispose();
        _settings.Dispose();
    }

    private static double[] Wide(double[] values, int dimension) =>
        [.. values.Chunk(dimension).SelectMany(chunk => chunk.Concat(Enumerable.Repeat(0.0, 3 - dimension)))];

    private static double[] Narrow(double[] values, int dimension) =>
        [.. values.Chunk(3).SelectMany(chunk =>
        {
            Assert.IsTrue(chunk[dimension..].All(value => value == 0), "components beyond the dimension are zero");
            return chunk[..dimension];
        })];
}

using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers.Tests;

/// <summary>A converted model run by ONNX Runtime on a view's rows, with no help from the library.</summary>
internal sealed class ConvertedChain : IDisposable
{
    private readonly InferenceSession _session;

    public ConvertedChain(byte[] content)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(content, options);
    }

    public string[] Inputs => [.. _session.InputNames];

    public string[] Outputs => [.. _session.OutputNames];

    /// <summary>An output for each frame.</summary>
    public List<double[]> Run(IEnumerable<Frame> frames, string output)
    {
        var result = new List<double[]>();
        foreach (Frame frame in frames)
        {
            using var run = new RunOptions();
            OrtValue[] values = Array.ConvertAll(Inputs, name => Value(frame, name));
            using IDisposableReadOnlyCollection<OrtValue> found = _session.Run(run, Inputs, values, [output]);
            result.Add([.. found[0].GetTensorDataAsSpan<double>()]);
        }

        return result;
    }

    public void Dispose() => _session.Dispose();

    private OrtValue Value(Frame frame, string name)
    {
        long[] shape = [.. _session.InputMetadata[name].Dimensions.Select(size => (long)size)];
        switch (name)
        {
            case "Species":
                OrtValue texts = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
                for (int i = 0; i < frame.System.Count; i++)
                {
                    texts.StringTensorSetElementAt(frame.System.Kinds[i], i);
                }

                return texts;
            case "Masses":
                return OrtValue.CreateTensorValueFromMemory(frame.System.Masses.ToArray(), shape);
            case "Temperature":
                return OrtValue.CreateTensorValueFromMemory(new[] { (float)frame.Time }, shape);
            default:
                return OrtValue.CreateTensorValueFromMemory(
                    Views.Pad(name.Contains("Mom", StringComparison.Ordinal) ? frame.State.Momenta : frame.State.Positions, 2), shape);
        }
    }
}

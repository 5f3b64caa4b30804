using System.Text.Json;
using ActionML.Runtime;
using Microsoft.ML;

namespace ActionML.Trainers.Tests;

/// <summary>Saved models of every earlier format are still read, and predict what they did.</summary>
[TestClass]
public sealed class OldFormatTests
{
    [TestMethod]
    public void ModelsOfFormat1PredictWhatTheyDid()
    {
        // Written by the first version with format 1: a direct and an action model of three bodies in a plane, after 300
        // iterations, three states, and what was predicted from them. Bounds, not bits: kernels differ from processor to
        // processor.
        string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", "models", name);
        var context = new MLContext();
        IReadOnlyList<DynamicsTransformer> models = context.Dynamics().LoadModels(Data("models-format-1.zip"));
        Assert.HasCount(2, models);
        using var direct = (DirectTransformer)models[0];
        using var action = (ActionTransformer)models[1];
        Assert.AreEqual("Kick", action.Columns.DeltaMomenta);
        Assert.AreEqual(1e-9, action.Corrector.Tolerance);
        Assert.AreEqual(TimeStep.Dimensionless(0.2), action.Manifest.TimeStep);

        IDataView states = context.Dynamics().LoadTrajectory(Data("models-format-1.xyz"));
        Dictionary<string, double[][]> expected = JsonSerializer.Deserialize<Dictionary<string, double[][]>>(File.ReadAllText(Data("models-format-1.json")))!;
        Assert.HasCount(4, expected);
        foreach ((string name, double[][] rows) in expected)
        {
            string[] parts = name.Split('.');
            DynamicsTransformer model = parts[0] == "direct" ? direct : action;
            List<double[]> found = Views.Vectors(model.Transform(states), parts[1]);
            Assert.HasCount(3, rows);
            for (int row = 0; row < rows.Length; row++)
            {
                Assert.HasCount(9, rows[row]);
                for (int i = 0; i < 9; i++)
                {
                    Assert.AreEqual(rows[row][i], found[row][i], 1e-8, $"{name} of row {row + 1}");
                }
            }
        }
    }
}

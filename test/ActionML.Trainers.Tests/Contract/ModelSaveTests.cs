using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>ML.NET's own way to save a model, for chains that contain ours.</summary>
[TestClass]
public sealed class ModelSaveTests
{
    private static readonly bool CanSave = Type.GetType("Microsoft.ML.OnnxCatalog, Microsoft.ML.OnnxTransformer") is not null;

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void AChainIsSavedOrTheWayToSaveItIsNamed(bool toStream)
    {
        using var folder = new TemporaryFolder();
        IDataView data = _context.Dynamics().LoadTrajectory(Toys.Trajectories(1));
        using TransformerChain<DirectTransformer> chain = _context.Transforms.CopyColumns("Q", "Positions")
            .Append(_context.Dynamics().Trainers.Direct(Tiny.Direct with { Columns = new DynamicsColumns { Positions = "Q" } })).Fit(data);
        using var stream = new MemoryStream();
        void Save()
        {
            if (toStream)
            {
                _context.Model.Save(chain, data.Schema, stream);
            }
            else
            {
                _context.Model.Save(chain, data.Schema, folder["model.zip"]);
            }
        }

        if (CanSave)
        {
            Save();
            Assert.IsGreaterThan(0, toStream ? stream.Length : new FileInfo(folder["model.zip"]).Length);
            return;
        }

        string message = Assert.ThrowsExactly<NotSupportedException>(Save).Message;
        StringAssert.Contains(message, "mlContext.Dynamics().SaveModel");
        StringAssert.Contains(message, nameof(DirectTransformer));
        Assert.IsFalse(message.Contains("ModelSignature", StringComparison.Ordinal));

        // The way that the message names works.
        _context.Dynamics().SaveModel(chain, folder["own.zip"]);
        using DynamicsTransformer loaded = _context.Dynamics().LoadModel(folder["own.zip"]);
        Assert.AreEqual("Q", loaded.Columns.Positions);
    }
}

using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// A trained model of one step as an ML.NET transformer: adds the predicted Δq and Δp, [N, 3] each, to every row.
/// </summary>
/// <remarks>
/// <para>
/// Rows need the columns of kinds, masses, positions and momenta; the number of particles may differ from row to row.
/// Nothing is computed before a cursor reads one of the two new columns, and then once per row. Cursors share nothing,
/// so that several may run at once. In two dimensions the third component is zero.
/// </para>
/// <para>
/// A row that holds a number that is not finite, and a row whose step cannot be solved, get NaN in both columns, as
/// missing values are in ML.NET; their numbers are logged as a warning when the cursor is disposed. Of rows that are
/// mapped one by one, as a prediction engine does, the first is reported at once.
/// </para>
/// <para>A transformer holds open models; dispose it when it is no longer needed.</para>
/// </remarks>
public abstract class DynamicsTransformer : ITransformer, IDisposable
{
    private readonly IHost _host;
    private readonly IModelSource _source;
    private readonly PredictorPool _pool;

    private protected DynamicsTransformer(IHost host, IModelSource source, DynamicsColumns columns)
    {
        _host = host;
        _source = source;
        _pool = new PredictorPool(() => CreatePredictor(source.Open()));
        Columns = columns;
    }

    /// <summary>What the model was trained for.</summary>
    public ModelManifest Manifest => _source.Manifest;

    /// <summary>The names of the columns that are read and added.</summary>
    public DynamicsColumns Columns { get; }

    /// <summary>How the model was trained, with its errors; null when it was loaded from a file.</summary>
    public TrainedModel? Trained => (_source as TrainedModelSource)?.Model;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The model's files.</summary>
    internal IReadOnlyDictionary<string, byte[]> Files => _source.Files;

    /// <summary>The input's columns with Δq and Δp behind; they hide columns of the same names.</summary>
    /// <exception cref="DataException">A column is missing or of another type.</exception>
    /// <exception cref="ModelMismatchException">The columns are in other units or another dimension than the model's.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new DynamicsMapper(this, inputSchema).OutputSchema;

    /// <summary>The input with Δq and Δp behind, computed as they are read.</summary>
    /// <exception cref="DataException">A column is missing or of another type.</exception>
    /// <exception cref="ModelMismatchException">The columns are in other units or another dimension than the model's.</exception>
    public IDataView Transform(IDataView input) => new DynamicsDataView(input, new DynamicsMapper(this, input.Schema));

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new DynamicsMapper(this, inputSchema);

    /// <summary>Not supported: ML.NET's model files are closed to components from outside it.</summary>
    /// <exception cref="NotSupportedException">Always; the message names the way that works.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        $"mlContext.Model.Save cannot save {GetType().Name}: ML.NET's own model files are closed to components from outside. Save it with mlContext.Dynamics().SaveModel(transformer, path) and load it with mlContext.Dynamics().LoadModel(path), or export it with ExportOnnx(directory, precision).");

    /// <summary>
    /// Writes the model into a model directory: <c>action.onnx</c> or <c>direct.onnx</c> (<c>.f64.onnx</c> in double) and
    /// a model card. An action and a direct model can share a directory.
    /// </summary>
    /// <param name="directory">The directory, which is made if it does not exist.</param>
    /// <param name="precision">The type that the file computes in.</param>
    /// <exception cref="FileException">A file cannot be written; each appears whole or not at all.</exception>
    public void ExportOnnx(string directory, ModelPrecision precision)
    {
        string name = ModelFiles.NameOf(Manifest.Kind, precision);
        AtomicFile.Write(Path.Combine(directory, name), stream => stream.Write(Files[name]));
        ModelFiles.WriteCard(directory);
    }

    /// <summary>Frees the open models.</summary>
    public void Dispose()
    {
        _pool.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A predictor that nobody else uses, for one row.</summary>
    internal StepPredictor RentPredictor() => _pool.Rent();

    /// <summary>Gives a predictor back.</summary>
    internal void Return(StepPredictor predictor) => _pool.Return(predictor);

    /// <summary>Reports rows without a prediction.</summary>
    internal void Report(long notFinite, long unconverged)
    {
        if (notFinite == 0 && unconverged == 0)
        {
            return;
        }

        using IChannel channel = _host.Start("Transform");
        if (notFinite > 0)
        {
            channel.Warning(MessageSensitivity.None, $"{notFinite} rows hold positions or momenta that are not finite; their predictions are NaN.");
        }

        if (unconverged > 0)
        {
            channel.Warning(
                MessageSensitivity.None,
                $"The step of {unconverged} rows could not be solved; their predictions are NaN. Allow more evaluations, use a looser tolerance, or a model of a shorter step.");
        }
    }

    private protected abstract StepPredictor CreatePredictor(IDynamicsModel model);
}

using ActionML.Export;
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

    /// <summary>
    /// Saves ML.NET's own transformer over the frame file (<see cref="FrameWriter"/>) of as many particles as the model
    /// was trained on, which an application without this library can load. It reads vectors of known size only.
    /// </summary>
    /// <exception cref="NotSupportedException">Microsoft.ML.OnnxTransformer is not there; the message names the way that works without.</exception>
    /// <exception cref="ModelMismatchException">The model was trained on systems of several sizes, or has a cutoff.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        int particles = FrameExport.Save(this, ctx);
        using IChannel channel = _host.Start("Save");
        channel.Info(
            MessageSensitivity.None,
            $"{GetType().Name} is saved as ML.NET's OnnxTransformer for {particles} particles; the loaded chain needs vector columns of that known size.");
    }

    /// <summary>
    /// Writes the model into a model directory: <c>action.onnx</c> or <c>direct.onnx</c> (<c>.f64.onnx</c> in double) and
    /// a model card; beside an action the models with which its steps are solved on a device, <see cref="CorrectorGraph"/>. An
    /// action and a direct model can share a directory.
    /// </summary>
    /// <param name="directory">The directory, which is made if it does not exist.</param>
    /// <param name="precision">The type that the file computes in.</param>
    /// <param name="chunk">
    /// Particles that the file evaluates at a time, 1 or more: with some hundred, their edges stay in a processor's cache, which a thousand particles and more
    /// gain by; null for all at once.
    /// </param>
    /// <exception cref="UsageException">The chunk is not positive.</exception>
    /// <exception cref="FileException">A file cannot be written; each appears whole or not at all.</exception>
    public void ExportOnnx(string directory, ModelPrecision precision, int? chunk = null)
    {
        if (chunk < 1)
        {
            throw new UsageException($"A chunk has {chunk} particles; it must have one or more.");
        }

        string name = ModelFiles.NameOf(Manifest.Kind, precision);
        byte[] content = chunk is null && Files.TryGetValue(name, out byte[]? file)
            ? file
            : ModelFiles.Network(Files, Manifest.Kind, "The model").ToOnnx(precision, chunk);
        AtomicFile.Write(Path.Combine(directory, name), stream => stream.Write(content));
        if (Manifest.Kind == ModelKind.Action)
        {
            ModelFiles.WriteCorrector(directory, Manifest with { Precision = precision });
        }

        ModelFiles.WriteCard(directory);
    }

    /// <summary>
    /// Writes <c>frame.onnx</c> into a directory: what this transformer does for one row of a fixed number of particles, as
    /// one self-contained ONNX model whose inputs and outputs have the names of the columns; see <see cref="FrameWriter"/>.
    /// </summary>
    /// <param name="directory">The directory, which is made if it does not exist.</param>
    /// <param name="particles">The number of particles, at least 2; a model is as good as its training for that number.</param>
    /// <exception cref="UsageException">There are fewer than two particles, or two of the six columns have one name.</exception>
    /// <exception cref="ModelMismatchException">The model has a cutoff.</exception>
    /// <exception cref="FileException">The file cannot be written; it appears whole or not at all.</exception>
    public void ExportFrame(string directory, int particles)
    {
        byte[] content = FrameExport.Write(this, particles);
        AtomicFile.Write(Path.Combine(directory, TensorNames.FrameFile), stream => stream.Write(content));
    }

    /// <summary>Writes what <see cref="ExportFrame(string, int)"/> writes to a stream.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="particles">The number of particles, at least 2.</param>
    /// <exception cref="UsageException">There are fewer than two particles, or two of the six columns have one name.</exception>
    /// <exception cref="ModelMismatchException">The model has a cutoff.</exception>
    public void ExportFrame(Stream stream, int particles) => stream.Write(FrameExport.Write(this, particles));

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

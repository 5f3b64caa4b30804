using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>
/// An action model whose steps are solved where it runs: unknowns, midpoints and Anderson's history stay on its device, and the
/// host sees a few numbers per evaluation. Give it to a <see cref="SymplecticStepper"/> or a <see cref="Corrector"/> like any action model.
/// </summary>
/// <remarks>
/// Takes the same steps as <see cref="OnnxActionModel"/>, up to rounding in double. On a CPU the way over sessions costs more than
/// it saves, most of all for small systems; it is meant for accelerators. Newton–GMRES, and evaluations asked for one by one,
/// go through the host. The buffers of each stepper live as long as the model. Not thread-safe.
/// </remarks>
public sealed class ResidentActionModel : IIteratingModel
{
    private readonly OnnxActionModel _model;
    private readonly CorrectorSessions _sessions;
    private readonly ExecutionTarget _target;
    private readonly bool _copies; // whether inputs are copied to the device
    private readonly List<IDisposable> _iterations = [];
    private bool _isDisposed;

    private ResidentActionModel(OnnxActionModel model, CorrectorSessions sessions, ExecutionTarget target, bool copies)
    {
        _model = model;
        _sessions = sessions;
        _target = target;
        _copies = copies;
    }

    /// <inheritdoc/>
    public ModelManifest Manifest => _model.Manifest;

    /// <summary>Loads an action model and the corrector's models beside it.</summary>
    /// <param name="path">A model directory, or the file of an action model in one.</param>
    /// <param name="options">Precision and threads; null for the defaults.</param>
    /// <exception cref="FileException">One of the files is missing, or cannot be read.</exception>
    /// <exception cref="ModelMismatchException">A file is not what it should be, or not of a format that this version knows.</exception>
    public static ResidentActionModel Load(string path, OnnxModelOptions? options = null)
    {
        options ??= new OnnxModelOptions();
        string directory = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        OnnxActionModel action = OnnxActionModel.Load(path, options);
        return Load(action, options.ExecutionTarget, content =>
            OnnxModelFile.Open(OnnxModelFile.Find(directory, content, action.Manifest.Precision), content, options));
    }

    /// <summary>Loads an action model and the corrector's models from the content of their files.</summary>
    /// <param name="action">What the action's file holds.</param>
    /// <param name="residual">What the residual's file holds.</param>
    /// <param name="mixing">What the mixing's file holds.</param>
    /// <param name="name">Where they come from, for messages.</param>
    /// <param name="options">Threads; null for the defaults. The content has one precision.</param>
    /// <exception cref="FileException">A content cannot be read.</exception>
    /// <exception cref="ModelMismatchException">A content is not what it should be, or not of a format that this version knows.</exception>
    public static ResidentActionModel Load(byte[] action, byte[] residual, byte[] mixing, string name, OnnxModelOptions? options = null)
    {
        options ??= new OnnxModelOptions();
        return Load(OnnxActionModel.Load(action, name, options), options.ExecutionTarget, content =>
            OnnxModelFile.Open(content == OnnxContent.CorrectorResidual ? residual : mixing, name, content, options));
    }

    /// <summary>Whether the corrector's models lie beside an action model.</summary>
    /// <param name="path">A model directory, or the file of an action model in one.</param>
    /// <param name="precision">The action's.</param>
    public static bool CanLoad(string path, ModelPrecision precision)
    {
        string directory = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        (string residual, string mixing) = precision == ModelPrecision.Double
            ? (TensorNames.CorrectorResidualDoubleFile, TensorNames.CorrectorMixingDoubleFile)
            : (TensorNames.CorrectorResidualFile, TensorNames.CorrectorMixingFile);
        return File.Exists(Path.Combine(directory, residual)) && File.Exists(Path.Combine(directory, mixing));
    }

    /// <summary>A model over the same sessions, to be used at the same time on another thread. Each is disposed on its own.</summary>
    /// <exception cref="ObjectDisposedException">This model and all that share its sessions are disposed.</exception>
    public ResidentActionModel Share() => Share(_copies);

    /// <inheritdoc/>
    public void Bind(ParticleSystem system) => _model.Bind(system);

    /// <inheritdoc/>
    public void Evaluate(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => _model.Evaluate(neighbors, displacements, momenta, deltaPositions, deltaMomenta);

    /// <summary>As <see cref="Share()"/>; with copied inputs even where the device is the host, for tests.</summary>
    internal ResidentActionModel Share(bool copies)
    {
        OnnxActionModel model = _model.Share();
        return new ResidentActionModel(model, _sessions.Use(model.Session), _target, copies);
    }

    IMidpointIteration IIteratingModel.Iterate(ParticleSystem system, CorrectorOptions options)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Manifest.Precision == ModelPrecision.Double
            ? Keep(new DeviceIteration<double>(_sessions, Manifest, system, options, _target, _copies))
            : Keep(new DeviceIteration<float>(_sessions, Manifest, system, options, _target, _copies));

        TIteration Keep<TIteration>(TIteration iteration)
            where TIteration : IDisposable
        {
            _iterations.Add(iteration);
            return iteration;
        }
    }

    /// <summary>Releases the buffers, and the sessions with the last model that uses them.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _iterations.ForEach(iteration => iteration.Dispose());
            _sessions.Release();
            _model.Dispose();
        }
    }

    private static ResidentActionModel Load(
        OnnxActionModel action, ExecutionTarget target, Func<OnnxContent, OpenedModel> open)
    {
        SharedSession? residual = null;
        try
        {
            residual = new SharedSession(open(OnnxContent.CorrectorResidual));
            var mixing = new SharedSession(open(OnnxContent.CorrectorMixing));
            return new ResidentActionModel(action, new CorrectorSessions(action.Session, residual, mixing), target, copies: target.CudaDevice is not null);
        }
        catch
        {
            residual?.Release();
            action.Dispose();
            throw;
        }
    }
}

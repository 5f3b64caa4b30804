using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>What this library offers to ML.NET; see <see cref="DynamicsExtensions.Dynamics"/>.</summary>
public sealed class DynamicsCatalog
{
    private readonly IHostEnvironment _environment;

    internal DynamicsCatalog(IHostEnvironment environment)
    {
        _environment = environment;
        Trainers = new DynamicsTrainersCatalog(environment);
    }

    /// <summary>Trainers of action and direct models.</summary>
    public DynamicsTrainersCatalog Trainers { get; }

    /// <summary>Trajectories in files as a view, one frame per row; see <see cref="DynamicsColumns"/>.</summary>
    /// <param name="paths">The files, one after another: extended XYZ or LAMMPS dumps, also compressed (<see cref="TrajectoryFile"/>).</param>
    /// <returns>
    /// A view that reads the files anew with each cursor, one frame at a time. Only the first frame is read now: its
    /// units and dimension are annotations of the columns (<see cref="TrajectoryAnnotations"/>) and hold for all.
    /// </returns>
    /// <exception cref="FileException">A file cannot be read.</exception>
    /// <exception cref="DataException">The first frame is malformed; later ones are reported when a cursor reaches them.</exception>
    public IDataView LoadTrajectory(params string[] paths) => LoadTrajectory(paths, new TrajectoryReadOptions());

    /// <summary>Trajectories in extended XYZ files as a view, one frame per row, read with options.</summary>
    /// <param name="paths">The files, one after another.</param>
    /// <param name="options">How the files are read.</param>
    /// <exception cref="FileException">A file cannot be read.</exception>
    /// <exception cref="DataException">The first frame is malformed; later ones are reported when a cursor reaches them.</exception>
    public IDataView LoadTrajectory(IReadOnlyList<string> paths, ExtendedXyzReadOptions options) =>
        LoadTrajectory(paths, new TrajectoryReadOptions { ExtendedXyz = options });

    /// <summary>Trajectories in files as a view, one frame per row, read with options for each format.</summary>
    /// <param name="paths">The files, one after another: extended XYZ or LAMMPS dumps, also compressed (<see cref="TrajectoryFile"/>).</param>
    /// <param name="options">How the files are read.</param>
    /// <exception cref="FileException">A file cannot be read.</exception>
    /// <exception cref="DataException">The first frame is malformed; later ones are reported when a cursor reaches them.</exception>
    public IDataView LoadTrajectory(IReadOnlyList<string> paths, TrajectoryReadOptions options)
    {
        if (paths.Count == 0)
        {
            throw new UsageException("No file was given. Give at least one trajectory, in extended XYZ format or as a LAMMPS dump.");
        }

        string[] copy = [.. paths];
        return new TrajectoryDataView(TrajectoryFile.Read(copy, options), string.Join(", ", copy.Select(path => $"'{path}'")));
    }

    /// <summary>Frames as a view, one per row.</summary>
    /// <param name="frames">Frames, enumerated anew by each cursor, and once up to the first frame now.</param>
    /// <exception cref="DataException">There is no frame.</exception>
    public IDataView LoadTrajectory(IEnumerable<Frame> frames) => new TrajectoryDataView(frames, "The sequence of frames");

    /// <summary>The rows of a view as frames, read lazily.</summary>
    /// <param name="data">Trajectories, one frame per row.</param>
    /// <param name="columns">Names of the columns; null for the default names.</param>
    /// <param name="units">Units, for columns that do not state them.</param>
    /// <param name="dimension">Dimension, for columns that do not state it.</param>
    /// <exception cref="DataException">A column is missing or mistyped, or units or dimension are not known.</exception>
    public IEnumerable<Frame> ToFrames(IDataView data, DynamicsColumns? columns = null, UnitSystem? units = null, int? dimension = null) =>
        FrameReader.ReadAll(data, FrameLayout.OfFrames(data.Schema, columns ?? new DynamicsColumns(), units, dimension));

    /// <summary>Saves a trained model, or those of a chain, in one file.</summary>
    /// <param name="model">A transformer of this library, or a chain that contains some; its other transformers are not saved.</param>
    /// <param name="path">The file, a zip; it appears whole or not at all.</param>
    /// <exception cref="UsageException">There is no transformer of this library.</exception>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public void SaveModel(ITransformer model, string path)
    {
        IReadOnlyList<DynamicsTransformer> transformers = Find(model);
        AtomicFile.Write(path, stream => ModelArchive.Write(stream, transformers));
    }

    /// <summary>Saves a trained model, or those of a chain.</summary>
    /// <param name="model">A transformer of this library, or a chain that contains some; its other transformers are not saved.</param>
    /// <param name="stream">Where to write.</param>
    /// <exception cref="UsageException">There is no transformer of this library.</exception>
    public void SaveModel(ITransformer model, Stream stream) => ModelArchive.Write(stream, Find(model));

    /// <summary>Loads a model that <see cref="SaveModel(ITransformer, string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>An <see cref="ActionTransformer"/> or a <see cref="DirectTransformer"/>. Dispose it when it is no longer needed.</returns>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The file is something else, damaged, altered, of a newer format, or holds several models.</exception>
    public DynamicsTransformer LoadModel(string path) => Single(LoadModels(path), path);

    /// <summary>Loads a model that <see cref="SaveModel(ITransformer, Stream)"/> wrote.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <returns>An <see cref="ActionTransformer"/> or a <see cref="DirectTransformer"/>. Dispose it when it is no longer needed.</returns>
    /// <exception cref="ModelMismatchException">The file is something else, damaged, altered, of a newer format, or holds several models.</exception>
    public DynamicsTransformer LoadModel(Stream stream) =>
        Single(ModelArchive.Read(stream, "The stream", _environment.Register(nameof(LoadModel))), "The stream");

    /// <summary>Loads all models of a file, in the order of the chain that was saved, or of a model directory.</summary>
    /// <param name="path">The file or the directory; the models of a directory have columns and options by default.</param>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="ModelMismatchException">The file is something else, damaged, altered or of a newer format.</exception>
    public IReadOnlyList<DynamicsTransformer> LoadModels(string path)
    {
        IHost host = _environment.Register(nameof(LoadModel));
        try
        {
            if (Directory.Exists(path))
            {
                return [.. ModelFiles.OfDirectory(path).Select<ModelFiles, DynamicsTransformer>(files => files.Manifest.Kind == ModelKind.Action
                    ? new ActionTransformer(host, files, new DynamicsColumns(), new CorrectorOptions())
                    : new DirectTransformer(host, files, new DynamicsColumns()))];
            }

            using FileStream stream = File.OpenRead(path);
            return ModelArchive.Read(stream, $"'{path}'", host);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"The model '{path}' cannot be read: {e.Message} Give a file that mlContext.Dynamics().SaveModel wrote.", e);
        }
    }

    /// <summary>
    /// Converts a chain that contains transformers of this library to one ONNX model of single rows (opset 17): ours as
    /// frame files, ML.NET's own by Microsoft.ML.OnnxConverter, joined by the names of the columns.
    /// </summary>
    /// <remarks>
    /// As ML.NET's converter does it, inputs have the names of columns, and outputs those of the columns that the chain
    /// makes, followed by <c>.output</c>. The result is run on the first ten rows and compared with <c>Transform</c>, to
    /// 1e-5 of the largest value of the row, before anything is written.
    /// </remarks>
    /// <param name="chain">A transformer of this library, or a chain that contains some.</param>
    /// <param name="data">Rows of the chain's input.</param>
    /// <param name="stream">Where to write.</param>
    /// <exception cref="UsageException">There is no transformer of this library, the data have no rows, or a transformer of ML.NET needs Microsoft.ML.OnnxConverter, which is not there.</exception>
    /// <exception cref="ModelMismatchException">A transformer cannot be converted, a column is of variable length, or the result differs from <c>Transform</c>.</exception>
    public void ConvertToOnnx(ITransformer chain, IDataView data, Stream stream) =>
        stream.Write(ChainConverter.Convert(_environment as MLContext ?? new MLContext(), chain, data));

    private static DynamicsTransformer Single(IReadOnlyList<DynamicsTransformer> models, string source)
    {
        if (models.Count == 1)
        {
            return models[0];
        }

        foreach (DynamicsTransformer model in models)
        {
            model.Dispose();
        }

        throw new ModelMismatchException($"'{source}' holds {models.Count} models, where one is expected. Load them with mlContext.Dynamics().LoadModels.");
    }

    private static IReadOnlyList<DynamicsTransformer> Find(ITransformer model)
    {
        List<DynamicsTransformer> found = [];
        Collect(model);
        return found.Count > 0 ? found : throw new UsageException(
            $"{model.GetType().Name} contains no action or direct model. Save transformers of other libraries with mlContext.Model.Save.");

        void Collect(ITransformer transformer)
        {
            if (transformer is DynamicsTransformer own)
            {
                found.Add(own);
            }
            else if (transformer is IEnumerable<ITransformer> chain)
            {
                foreach (ITransformer member in chain)
                {
                    Collect(member);
                }
            }
        }
    }
}

using System.Numerics;
using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>
/// Trains through ONNX Runtime with weights, moments and averages on the device that computes: the update is in the graph
/// (<see cref="UpdateGraph"/>). Takes the steps of <see cref="OnnxTrainingEngine{T}"/>, up to rounding.
/// </summary>
/// <remarks>
/// <para>Per step a batch and six coefficients go to the device; two squared errors and the gradient's norm come back.</para>
/// <para>
/// Two sets of vectors take turns: a step reads one and writes the other. Where the norm is not finite they do not change places,
/// and the step has changed nothing.
/// </para>
/// </remarks>
internal sealed class ResidentTrainingEngine<T> : ITrainingEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ExecutionTarget _target;
    private readonly TrainingOptions _options;
    private readonly ParameterStore _parameters;
    private readonly GradientLimit _limit;
    private readonly RunOptions _run = new();
    private readonly List<InferenceSession> _sessions = [];
    private readonly InferenceSession _training;
    private readonly InferenceSession _validation;
    private readonly InferenceSession _copy;
    private readonly DeviceMemory _memory;
    private readonly BatchInputs<T> _batch;
    private readonly DeviceInput<T> _coefficients;
    private readonly double[] _exactCoefficients = new double[UpdateGraph.CoefficientCount];
    private readonly ResidentWeights<T>[] _sets;
    private readonly OrtIoBinding[] _step;
    private readonly OrtIoBinding[] _validate;
    private readonly T[] _summary = new T[UpdateGraph.Norm + 1];
    private readonly T[][] _errors = [new T[1], new T[1]];
    private readonly T[] _host;
    private readonly int _components;
    private readonly int _particles;
    private long _steps;
    private int _current; // the set that holds the weights

    /// <param name="graph">The training graph.</param>
    /// <param name="parameters">Start values.</param>
    /// <param name="layout">A batch of the shape that every later one has.</param>
    /// <param name="options">Options of the optimizer.</param>
    /// <param name="target">Where to compute.</param>
    /// <param name="copies">Whether inputs are copied to the device even where it is the host, for tests.</param>
    /// <param name="threads">Threads within an operator that runs on the CPU.</param>
    /// <exception cref="DeviceException">The device cannot be used, or its memory is too small.</exception>
    public ResidentTrainingEngine(
        TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, ExecutionTarget target, bool copies = false, int threads = 1)
    {
        (_target, _options, _parameters) = (target, options, parameters);
        _limit = new GradientLimit(options.GradientClip);
        _components = layout.Momenta.Length;
        _particles = layout.Particles;
        _host = FlatWeights.Of<T>(parameters);
        var onnx = new OnnxOptions
        {
            Precision = typeof(T) == typeof(double) ? ModelPrecision.Double : ModelPrecision.Single,
            Sizes = (layout.Particles, layout.Capacity),
        };
        try
        {
            _training = Open(ResidentModels.WriteStep(graph, onnx));
            _validation = Open(ResidentModels.WriteErrors(graph, onnx));
            _copy = Open(ResidentModels.WriteCopy(onnx.Precision));
            _memory = new DeviceMemory(_training, target, copies || target.CudaDevice is not null);
            _batch = new BatchInputs<T>(_memory, layout);
            _coefficients = new DeviceInput<T>(_memory, new T[UpdateGraph.CoefficientCount], UpdateGraph.CoefficientCount);
            _sets = [new ResidentWeights<T>(_memory, _host.Length), new ResidentWeights<T>(_memory, _host.Length)];
            _step = [BindStep(_sets[0], _sets[1]), BindStep(_sets[1], _sets[0])];
            _validate = [BindValidation(_sets[0]), BindValidation(_sets[1])];
            IReadOnlyList<OrtValue> vectors = _sets[0].All;
            Write(_host, vectors[0]);
            Write(new T[_host.Length], vectors[1]);
            Write(new T[_host.Length], vectors[2]);
            Write(_host, vectors[3]);

            InferenceSession Open(byte[] model)
            {
                InferenceSession session = TrainingSession.Open(model, target, threads);
                _sessions.Add(session);
                return session;
            }
        }
        catch (Exception e)
        {
            Dispose();
            if (e is OnnxRuntimeException failure && DeviceFailure.IsDevice(failure))
            {
                throw Failure(failure);
            }

            throw;
        }
    }

    public TrainingLoss Step(TrainingBatch batch, double learningRate)
    {
        UpdateGraph.Fill(new AdamWStep(_options, _steps + 1, learningRate), _limit.Next, _exactCoefficients);
        for (int i = 0; i < _exactCoefficients.Length; i++)
        {
            _coefficients.Data[i] = T.CreateTruncating(_exactCoefficients[i]);
        }

        Run(_training, _step[_current], batch);
        _steps++;
        double norm = double.CreateTruncating(_summary[UpdateGraph.Norm]);
        if (double.IsFinite(norm))
        {
            _limit.Note(norm);
            _current = 1 - _current;
        }

        return LossOf(_summary[0], _summary[1]);
    }

    public TrainingLoss Validate(TrainingBatch batch)
    {
        Run(_validation, _validate[_current], batch);
        return LossOf(_errors[0][0], _errors[1][0]);
    }

    public void ReadAverage(ParameterStore store)
    {
        Read(_sets[_current].Average, _host);
        FlatWeights.Write<T>(_host, _parameters, store);
    }

    public void Save(BinaryWriter writer)
    {
        IReadOnlyList<OrtValue> vectors = _sets[_current].All;
        WriteVector(vectors[0]);
        writer.Write(_steps);
        _limit.Save(writer);
        foreach (OrtValue vector in vectors.Skip(1))
        {
            WriteVector(vector);
        }

        void WriteVector(OrtValue vector)
        {
            Read(vector, _host);
            Binary.Write<T>(writer, _host);
        }
    }

    public void Restore(BinaryReader reader)
    {
        T[] weights = new T[_host.Length];
        Binary.Read<T>(reader, weights);
        _steps = reader.ReadInt64();
        _limit.Restore(reader);
        IReadOnlyList<OrtValue> vectors = _sets[_current].All;
        Write(weights, vectors[0]);
        foreach (OrtValue vector in vectors.Skip(1))
        {
            Binary.Read<T>(reader, _host);
            Write(_host, vector);
        }

        if (_steps == 0)
        {
            Write(weights, vectors[^1]); // the other engine's average begins with its first step
        }
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _sessions.ForEach(session => session.Dispose());
        _sessions.Clear();
        _run.Dispose();
    }

    private OrtIoBinding BindStep(ResidentWeights<T> from, ResidentWeights<T> to)
    {
        OrtIoBinding binding = _memory.Bind(_training);
        _batch.BindTo(binding);
        _coefficients.BindTo(binding, UpdateGraph.Coefficients);
        from.BindInputs(binding);
        to.BindOutputs(binding);
        binding.BindOutput(UpdateGraph.Summary, _memory.Host(_summary, _summary.Length));
        return binding;
    }

    private OrtIoBinding BindValidation(ResidentWeights<T> weights)
    {
        OrtIoBinding binding = _memory.Bind(_validation);
        _batch.BindTo(binding);
        binding.BindInput(UpdateGraph.Weights, weights.Average);
        binding.BindOutput(TrainingGraph.SquaredErrorPositions, _memory.Host(_errors[0], 1, 1));
        binding.BindOutput(TrainingGraph.SquaredErrorMomenta, _memory.Host(_errors[1], 1, 1));
        return binding;
    }

    private void Run(InferenceSession session, OrtIoBinding binding, TrainingBatch batch)
    {
        try
        {
            _batch.Send(batch, binding);
            _coefficients.SendTo(binding);
            Run(session, binding);
        }
        catch (OnnxRuntimeException e) when (DeviceFailure.IsDevice(e))
        {
            throw Failure(e);
        }
    }

    private void Run(InferenceSession session, OrtIoBinding binding)
    {
        binding.SynchronizeBoundInputs();
        session.RunWithBinding(_run, binding);
        binding.SynchronizeBoundOutputs();
    }

    /// <summary>Brings a vector to the device.</summary>
    private void Write(T[] values, OrtValue vector)
    {
        using OrtValue host = OrtValue.CreateTensorValueFromMemory(values, [values.Length]);
        Copy(host, vector);
    }

    /// <summary>Brings a vector to the host.</summary>
    private void Read(OrtValue vector, T[] values)
    {
        using OrtValue host = OrtValue.CreateTensorValueFromMemory(values, [values.Length]);
        Copy(vector, host);
    }

    private void Copy(OrtValue from, OrtValue to)
    {
        using OrtIoBinding binding = _copy.CreateIoBinding();
        binding.BindInput(ResidentModels.From, from);
        binding.BindOutput(ResidentModels.To, to);
        Run(_copy, binding);
    }

    private DeviceException Failure(OnnxRuntimeException e) =>
        DeviceFailure.Of(e, _target, FormattableString.Invariant($"a training step of {_particles} particles"), "Set a smaller BatchSize,");

    private TrainingLoss LossOf(T positions, T momenta) =>
        new(double.CreateTruncating(positions) / _components, double.CreateTruncating(momenta) / _components);
}

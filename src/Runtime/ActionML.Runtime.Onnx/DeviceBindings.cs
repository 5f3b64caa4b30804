using Microsoft.ML.OnnxRuntime;
using static ActionML.Runtime.CorrectorTensors;

namespace ActionML.Runtime.Onnx;

/// <summary>Binds the corrector's models to buffers on the device; see <see cref="DeviceIteration{T}"/> and <see cref="CorrectorTensors"/>.</summary>
internal sealed class DeviceBindings<T>
    where T : unmanaged
{
    private readonly DeviceMemory _memory;
    private readonly CorrectorSessions _sessions;
    private readonly DeviceInput<double> _flight;
    private readonly PhaseBuffers<T> _midpoint;
    private readonly PhaseBuffers<T> _delta;
    private readonly DeviceBuffer<double> _unrounded; // the midpoint
    private readonly DeviceBuffer<double> _unknowns;
    private readonly EvaluationBuffers[] _sets;
    private readonly OrtValue _directions;
    private readonly OrtValue _midpointScale;
    private readonly OrtValue _deltaScale;
    private readonly OrtValue _flightScale;
    private readonly OrtValue _mixing;
    private readonly OrtValue _zeroRow;
    private readonly OrtValue _zeroVector;
    private readonly OrtValue _zeroColumns;
    private readonly OrtValue _zeroCoefficient;
    private readonly OrtValue _infinity;
    private readonly int _components;
    private readonly int _columns;

    public DeviceBindings(
        DeviceMemory memory,
        CorrectorSessions sessions,
        ReducedUnknowns unknowns,
        ParticleSystem system,
        double mixing,
        int columns,
        PhaseBuffers<T> midpoint,
        PhaseBuffers<T> delta,
        DeviceInput<double> flight)
    {
        (_memory, _sessions, _flight, _columns, _midpoint, _delta) = (memory, sessions, flight, columns, midpoint, delta);
        int n = system.Coordinates;
        _components = n;
        _unrounded = memory.Allocate<double>(2 * n);
        _unknowns = memory.Allocate<double>(2 * n);
        _sets = [new EvaluationBuffers(memory, n, columns), new EvaluationBuffers(memory, n, columns)];

        double[] directions = new double[n * system.Dimension];
        double[] midpointScale = new double[2 * n];
        double[] deltaScale = new double[2 * n];
        double[] flightScale = new double[2 * n];
        double root = Math.Sqrt(system.TotalMass);
        for (int i = 0; i < n; i++)
        {
            directions[(i * system.Dimension) + (i % system.Dimension)] = unknowns.RootMass[i] / root;
            midpointScale[i] = 0.5 * unknowns.Step * unknowns.InverseRootMass[i];
            midpointScale[n + i] = 0.5 * unknowns.RootMass[i];
            deltaScale[i] = unknowns.RootMass[i] / unknowns.Step;
            deltaScale[n + i] = unknowns.InverseRootMass[i];
            flightScale[i] = unknowns.InverseRootMass[i];
        }

        double[] zeros = new double[(columns - 1) * 2 * n];
        _directions = memory.Host(directions, n, system.Dimension);
        _midpointScale = memory.Host(midpointScale, 2, n);
        _deltaScale = memory.Host(deltaScale, 2, n);
        _flightScale = memory.Host(flightScale, 2, n);
        _mixing = memory.Host([mixing], 1);
        _zeroColumns = memory.Host(zeros, columns - 1, 2 * n);
        _zeroRow = memory.Host(new double[2 * n], 1, 2 * n);
        _zeroVector = memory.Host(new double[2 * n], 2, n);
        _zeroCoefficient = memory.Host(new double[1], 1, 1);
        _infinity = memory.Host([double.PositiveInfinity], 1);
    }

    /// <summary>Mixing: y and midpoint of a guess.</summary>
    public OrtIoBinding Begin(DeviceInput<double> guess)
    {
        OrtIoBinding binding = Project();
        guess.BindTo(binding, Mixed);
        BindMidpoint(binding);
        return binding;
    }

    /// <summary>Mixing: y and midpoint after the evaluation that wrote a set.</summary>
    public OrtIoBinding Mix(int set, DeviceInput<double> coefficients)
    {
        OrtIoBinding binding = Mixing();
        binding.BindInput(Mixed, Row(_sets[set].Mixed));
        binding.BindInput(MixedColumns, _sets[set].MixedColumns.As(_columns, 2 * _components));
        coefficients.BindTo(binding, Coefficients);
        BindMidpoint(binding);
        return binding;
    }

    /// <summary>Mixing: y to the host, projected once more.</summary>
    public OrtIoBinding Fetch(double[] result) => Fetch(_unknowns, result);

    /// <summary>Mixing: the best g(y) of a set to the host.</summary>
    public OrtIoBinding FetchBest(int set, double[] result) => Fetch(_sets[set].Best, result);

    /// <summary>Residual of the first evaluation of a solve, into set 0.</summary>
    public OrtIoBinding First(double[] summary)
    {
        OrtIoBinding binding = Residuals(_sets[0], summary);
        binding.BindInput(Before(Mixed), _zeroRow);
        binding.BindInput(Before(CorrectorTensors.Residual), _zeroRow);
        binding.BindInput(Before(MixedColumns), _zeroColumns);
        binding.BindInput(Before(ResidualColumns), _zeroColumns);
        binding.BindInput(Before(Best), _zeroVector);
        binding.BindInput(Before(BestSquare), _infinity);
        return binding;
    }

    /// <summary>Residual of an evaluation, into a set, after the one that wrote the other set.</summary>
    public OrtIoBinding Evaluate(int set, double[] summary)
    {
        EvaluationBuffers before = _sets[1 - set];
        OrtIoBinding binding = Residuals(_sets[set], summary);
        binding.BindInput(Before(Mixed), Row(before.Mixed));
        binding.BindInput(Before(CorrectorTensors.Residual), Row(before.Residual));
        binding.BindInput(Before(MixedColumns), before.MixedColumns.As(_columns - 1, 2 * _components));
        binding.BindInput(Before(ResidualColumns), before.ResidualColumns.As(_columns - 1, 2 * _components));
        binding.BindInput(Before(Best), Vector(before.Best));
        binding.BindInput(Before(BestSquare), before.BestSquare.As(1));
        return binding;
    }

    private OrtIoBinding Mixing()
    {
        OrtIoBinding binding = _memory.Bind(_sessions.Mixing);
        binding.BindInput(Directions, _directions);
        binding.BindInput(MidpointScale, _midpointScale);
        _flight.BindTo(binding, Flight);
        return binding;
    }

    // One column with a coefficient of zero: what is left is the projection.
    private OrtIoBinding Project()
    {
        OrtIoBinding binding = Mixing();
        binding.BindInput(MixedColumns, _zeroRow);
        binding.BindInput(Coefficients, _zeroCoefficient);
        return binding;
    }

    private OrtIoBinding Fetch(DeviceBuffer<double> vector, double[] result)
    {
        OrtIoBinding binding = Project();
        binding.BindInput(Mixed, Row(vector));
        binding.BindOutput(Unknowns, _memory.Host(result, 2, _components));
        return binding;
    }

    private OrtIoBinding Residuals(EvaluationBuffers set, double[] summary)
    {
        OrtIoBinding binding = _memory.Bind(_sessions.Residual);
        binding.BindInput(Unknowns, Vector(_unknowns));
        binding.BindInput(Midpoint, Vector(_unrounded));
        binding.BindInput(TensorNames.DeltaPositions, _delta.Positions.As(1, _components));
        binding.BindInput(TensorNames.DeltaMomenta, _delta.Momenta.As(1, _components));
        binding.BindInput(DeltaScale, _deltaScale);
        binding.BindInput(FlightScale, _flightScale);
        binding.BindInput(Directions, _directions);
        binding.BindInput(CorrectorTensors.Mixing, _mixing);
        binding.BindOutput(CorrectorTensors.Residual, Vector(set.Residual));
        binding.BindOutput(ResidualColumns, set.ResidualColumns.As(_columns, 2 * _components));
        binding.BindOutput(Mixed, Vector(set.Mixed));
        binding.BindOutput(MixedColumns, set.MixedColumns.As(_columns, 2 * _components));
        binding.BindOutput(Best, Vector(set.Best));
        binding.BindOutput(BestSquare, set.BestSquare.As(1));
        binding.BindOutput(Summary, _memory.Host(summary, summary.Length));
        return binding;
    }

    private void BindMidpoint(OrtIoBinding binding)
    {
        binding.BindOutput(Unknowns, Vector(_unknowns));
        binding.BindOutput(Midpoint, Vector(_unrounded));
        binding.BindOutput(TensorNames.Positions, _midpoint.Positions.As(1, _components));
        binding.BindOutput(TensorNames.Momenta, _midpoint.Momenta.As(1, _components));
    }

    private OrtValue Vector(DeviceBuffer<double> buffer) => buffer.As(2, _components);

    private OrtValue Row(DeviceBuffer<double> buffer) => buffer.As(1, 2 * _components);

    /// <summary>What an evaluation leaves to the next one.</summary>
    private sealed class EvaluationBuffers(DeviceMemory memory, int components, int columns)
    {
        public DeviceBuffer<double> Residual { get; } = memory.Allocate<double>(2 * components);

        public DeviceBuffer<double> ResidualColumns { get; } = memory.Allocate<double>(columns * 2 * components);

        public DeviceBuffer<double> Mixed { get; } = memory.Allocate<double>(2 * components);

        public DeviceBuffer<double> MixedColumns { get; } = memory.Allocate<double>(columns * 2 * components);

        public DeviceBuffer<double> Best { get; } = memory.Allocate<double>(2 * components);

        public DeviceBuffer<double> BestSquare { get; } = memory.Allocate<double>(1);
    }
}

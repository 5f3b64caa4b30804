using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using static ActionML.Runtime.CorrectorTensors;

namespace ActionML.Runtime.Onnx;

/// <summary>
/// The iteration of a solve on the device that runs the model, whose precision is <typeparamref name="T"/>: unknowns, midpoint,
/// Δ and Anderson's columns never leave it.
/// </summary>
/// <remarks>
/// <para>
/// Per step the host sends the start and the guess (and springs, and a neighbor list, where there is a new one) and gets the solution. Per evaluation it
/// gets 2c + 2 numbers, c the number of columns, solves a problem of c unknowns, and sends c numbers back.
/// </para>
/// <para>
/// An evaluation reads what the one before it left and writes its own: two sets of buffers take turns, and no tensor is read
/// and written in one run. The first one reads zeros. All shapes are those of the system and the depth, and all addresses stay.
/// </para>
/// </remarks>
internal sealed class DeviceIteration<T> : IMidpointIteration, IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly CorrectorSessions _sessions;
    private readonly ParticleSystem _system;
    private readonly CorrectorOptions _options;
    private readonly long[] _species;
    private readonly ExecutionTarget _target;
    private readonly bool _copies;
    private readonly ReducedUnknowns _unknowns;
    private readonly DeviceMemory _memory;
    private readonly RunOptions _run = new();
    private readonly PhaseBuffers<T> _midpoint;
    private readonly PhaseBuffers<T> _delta;
    private readonly DeviceInput<double> _flight;
    private readonly DeviceInput<double> _guess;
    private readonly DeviceInput<double> _sentCoefficients;
    private readonly double[] _summary;
    private readonly double[] _result;
    private readonly OrtIoBinding _begin;
    private readonly OrtIoBinding _first;
    private readonly OrtIoBinding[] _evaluate;
    private readonly OrtIoBinding[] _mix;
    private readonly OrtIoBinding _fetch;
    private readonly OrtIoBinding[] _fetchBest;
    private readonly AndersonCoefficients _coefficients;
    private readonly ResidentSprings? _springs;
    private readonly double[] _displacements; // of the guess's midpoint from the list's reference
    private readonly double[] _lengths; // of the columns of residuals, newest first
    private readonly double[] _products;
    private readonly Dictionary<int, ResidentAction<T>> _actions = []; // by K
    private ResidentAction<T>? _action;
    private PhasePoint? _start;
    private int _evaluations;

    /// <summary>Allocates and binds.</summary>
    /// <param name="sessions">The action and the corrector's models.</param>
    /// <param name="manifest">The action's.</param>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="options">How to solve.</param>
    /// <param name="target">The device.</param>
    /// <param name="copies">Whether inputs are copied to the device.</param>
    public DeviceIteration(CorrectorSessions sessions, ModelManifest manifest, ParticleSystem system, CorrectorOptions options, ExecutionTarget target, bool copies)
    {
        _sessions = sessions;
        _system = system;
        _options = options;
        _target = target;
        _copies = copies;
        _species = manifest.SpeciesOf(system);
        _unknowns = new ReducedUnknowns(system, manifest.TimeStep.Value);
        _memory = new DeviceMemory(sessions.Action, target, copies);
        int n = system.Coordinates;
        int columns = Math.Max(options.Depth, 2); // so that all columns but one are no empty tensor
        _coefficients = new AndersonCoefficients(options.Depth, options.Regularization);
        _lengths = new double[columns];
        _products = new double[columns];
        _midpoint = new PhaseBuffers<T>(_memory, n);
        _delta = new PhaseBuffers<T>(_memory, n);
        _flight = new DeviceInput<double>(_memory, new double[2 * n], 2, n);
        _guess = new DeviceInput<double>(_memory, new double[2 * n], 1, 2 * n);
        _sentCoefficients = new DeviceInput<double>(_memory, new double[columns], 1, columns);
        _summary = new double[(2 * columns) + 2];
        _result = new double[2 * n];

        var bindings = new DeviceBindings<T>(_memory, sessions, _unknowns, system, options.Mixing, columns, _midpoint, _delta, _flight);
        _begin = bindings.Begin(_guess);
        _first = bindings.First(_summary);
        _evaluate = [bindings.Evaluate(0, _summary), bindings.Evaluate(1, _summary)];
        _mix = [bindings.Mix(0, _sentCoefficients), bindings.Mix(1, _sentCoefficients)];
        _displacements = new double[n];
        if (manifest.PairStiffness is { } stiffness && sessions.Residual.InputMetadata.ContainsKey(SpringForces))
        {
            var springs = new PairSprings(stiffness, _unknowns, system, _species);
            _springs = new ResidentSprings(springs, _memory, system, _first, _evaluate[0], _evaluate[1]);
        }

        _fetch = bindings.Fetch(_result);
        _fetchBest = [bindings.FetchBest(0, _result), bindings.FetchBest(1, _result)];
    }

    // The set of buffers that the last evaluation wrote.
    private int Turn => (_evaluations - 1) & 1;

    public void Begin(PhasePoint start, NeighborList neighbors, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta)
    {
        _start = start;
        _evaluations = 0;
        _coefficients.Clear();
        if (!_actions.TryGetValue(neighbors.Capacity, out _action))
        {
            _action = new ResidentAction<T>(_sessions.Action, _target, _copies, _system, _species, neighbors.Capacity, _midpoint, _delta);
            _actions.Add(neighbors.Capacity, _action);
        }

        _action.Send(neighbors);
        int n = _system.Coordinates;
        for (int i = 0; i < n; i++)
        {
            double momentum = start.Momenta[i];
            _flight.Data[i] = start.Positions[i] - neighbors.Reference[i] + (0.5 * _unknowns.Step * _unknowns.InverseMass[i] * momentum);
            _flight.Data[n + i] = momentum;
        }

        _unknowns.Read(start, deltaPositions, deltaMomenta, _guess.Data);
        _flight.Send();
        _guess.Send();
        SendSprings(neighbors);
        _sessions.Mixing.RunWithBinding(_run, _begin);
    }

    public (double Square, double Largest) Evaluate()
    {
        _sessions.Action.RunWithBinding(_run, _action!.Binding);
        _evaluations++;
        _sessions.Residual.RunWithBinding(_run, _evaluations == 1 ? _first : _evaluate[Turn]);
        return (_summary[^2], _summary[^1]);
    }

    public void Mix()
    {
        if (_options.Depth > 0)
        {
            FindCoefficients();
            _sentCoefficients.Send();
        }

        _sessions.Mixing.RunWithBinding(_run, _mix[Turn]);
    }

    public void Write(bool best, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        _sessions.Mixing.RunWithBinding(_run, best ? _fetchBest[Turn] : _fetch);
        _unknowns.Write(_start!, _result, deltaPositions, deltaMomenta);
    }

    public void Dispose()
    {
        foreach (ResidentAction<T> action in _actions.Values)
        {
            action.Dispose();
        }

        _memory.Dispose();
        _run.Dispose();
    }

    // Without preconditioning they stay without force.
    private void SendSprings(NeighborList neighbors)
    {
        if (_springs is null || !_options.UsesPairStiffness)
        {
            return;
        }

        int n = _displacements.Length;
        double[] guess = _guess.Data;
        for (int i = 0; i < n; i++)
        {
            _displacements[i] = _flight.Data[i] + (0.5 * _unknowns.Step * _unknowns.InverseRootMass[i] * (guess[i] + (0.5 * guess[n + i])));
        }

        _springs.Send(neighbors, _displacements);
    }

    // The device's columns are as long as they are; those of the least-squares problem have unit length.
    private void FindCoefficients()
    {
        double[] sent = _sentCoefficients.Data;
        Array.Clear(sent);
        if (_evaluations == 1)
        {
            return;
        }

        int count = Math.Min(_coefficients.Count + 1, _options.Depth);
        Array.Copy(_lengths, 0, _lengths, 1, _lengths.Length - 1);
        _lengths[0] = Math.Sqrt(_summary[0]);
        for (int i = 0; i < count; i++)
        {
            _products[i] = Ratio(_summary[2 * i], _lengths[0] * _lengths[i]);
        }

        _coefficients.Add(_products);
        for (int i = 0; i < count; i++)
        {
            _products[i] = Ratio(_summary[(2 * i) + 1], _lengths[i]);
        }

        ReadOnlySpan<double> coefficients = _coefficients.Solve(_products);
        for (int i = 0; i < count; i++)
        {
            sent[i] = Ratio(coefficients[i], _lengths[i]);
        }
    }

    private static double Ratio(double value, double length) => length > 0 ? value / length : 0;
}

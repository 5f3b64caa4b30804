using Microsoft.ML.OnnxRuntime;
using static ActionML.Runtime.CorrectorTensors;

namespace ActionML.Runtime.Onnx;

/// <summary>The springs of a step as corrector.residual.onnx reads them: those of each particle side by side, sent once a step.</summary>
internal sealed class ResidentSprings
{
    private const int Spare = 2; // places per particle beyond those that are needed, so that few steps need new arrays

    private readonly PairSprings _springs;
    private readonly DeviceMemory _memory;
    private readonly int _count;
    private readonly int _dimension;
    private readonly OrtIoBinding[] _readers;
    private readonly int[] _held; // springs of each particle
    private int _places;
    private DeviceInput<long> _neighbors = null!;
    private DeviceInput<double> _directions = null!;
    private DeviceInput<double> _forces = null!;

    /// <summary>Allocates, and binds springs without force.</summary>
    /// <param name="springs">Finds them.</param>
    /// <param name="memory">The device's memory.</param>
    /// <param name="system">The particles.</param>
    /// <param name="readers">Bindings of the residual's model.</param>
    public ResidentSprings(PairSprings springs, DeviceMemory memory, ParticleSystem system, params OrtIoBinding[] readers)
    {
        (_springs, _memory, _readers) = (springs, memory, readers);
        (_count, _dimension) = (system.Count, system.Dimension);
        _held = new int[system.Count];
        Allocate(1);
    }

    /// <summary>Finds the springs of a midpoint and sends them.</summary>
    /// <param name="list">The neighbor list of the step.</param>
    /// <param name="displacements">The midpoint, measured from the list's reference, [N, D].</param>
    public void Send(NeighborList list, ReadOnlySpan<double> displacements)
    {
        _springs.Find(list, displacements);
        Array.Clear(_held);
        for (int pair = 0; pair < _springs.Count; pair++)
        {
            _held[_springs.First[pair]]++;
            _held[_springs.Second[pair]]++;
        }

        int most = _held.Max();
        if (most > _places)
        {
            Allocate(most + Spare);
        }

        Array.Clear(_neighbors.Data);
        Array.Clear(_directions.Data);
        Array.Clear(_forces.Data);
        Array.Clear(_held);
        for (int pair = 0; pair < _springs.Count; pair++)
        {
            Place(pair, _springs.First[pair], _springs.Second[pair], 1);
            Place(pair, _springs.Second[pair], _springs.First[pair], -1);
        }

        _neighbors.Send();
        _directions.Send();
        _forces.Send();
    }

    private void Place(int pair, int particle, int neighbor, int sign)
    {
        int place = (particle * _places) + _held[particle]++;
        _neighbors.Data[place] = neighbor;
        for (int d = 0; d < _dimension; d++)
        {
            double direction = sign * _springs.Directions[(pair * _dimension) + d];
            _directions.Data[(place * _dimension) + d] = direction;
            _forces.Data[(place * _dimension) + d] = _springs.Constants[pair] * direction;
        }
    }

    private void Allocate(int places)
    {
        _places = places;
        int springs = _count * places;
        _neighbors = new DeviceInput<long>(_memory, new long[springs], _count, places);
        _directions = new DeviceInput<double>(_memory, new double[springs * _dimension], _count, places, _dimension);
        _forces = new DeviceInput<double>(_memory, new double[springs * _dimension], _count, places, _dimension);
        foreach (OrtIoBinding reader in _readers)
        {
            _neighbors.BindTo(reader, SpringNeighbors);
            _directions.BindTo(reader, SpringDirections);
            _forces.BindTo(reader, SpringForces);
        }
    }
}

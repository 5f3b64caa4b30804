using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>
/// The solve of an action model's step as a loop in a file: one evaluation of ∂S at the midpoint each time round, with
/// the unknowns, the residual and the rules of when to stop of ActionML.Runtime's Corrector, from free flight.
/// </summary>
internal sealed class StepLoop
{
    private readonly Graph _graph;
    private readonly OnnxOptions _options;
    private readonly OnnxScope _outside;
    private readonly OnnxScope _inside;
    private readonly OnnxEmitter _emitter;
    private readonly MidpointGraph _equation;
    private readonly CorrectorOptions _corrector;
    private readonly List<(string Initial, string Next)> _carried = [];

    /// <summary>Prepares a loop.</summary>
    /// <param name="outside">The main graph.</param>
    /// <param name="emitter">The emitter of the main graph.</param>
    /// <param name="options">Precision and sizes.</param>
    /// <param name="equation">The equation of the step.</param>
    /// <param name="corrector">How it is solved.</param>
    public StepLoop(OnnxScope outside, OnnxEmitter emitter, OnnxOptions options, MidpointGraph equation, CorrectorOptions corrector)
    {
        _graph = emitter.Graph;
        _options = options;
        _outside = outside;
        _equation = equation;
        _corrector = corrector;
        _inside = new OnnxScope("evaluation", outside);
        _emitter = new OnnxEmitter(_graph, options, _inside);
        foreach (Value value in equation.Fixed)
        {
            _emitter.Bind(value, emitter.NameOf(value));
        }
    }

    /// <summary>Evaluates the model at a midpoint within the loop: names of Δq and Δp from those of q̄ and p̄.</summary>
    public delegate (string DeltaPositions, string DeltaMomenta) Evaluation(OnnxScope scope, string positions, string momenta);

    /// <summary>Writes the loop.</summary>
    /// <param name="positions">Positions at the start of the step, [N, D], with their name outside.</param>
    /// <param name="residualScale">s.</param>
    /// <param name="evaluate">Writes the model.</param>
    /// <returns>Names of the y that the last mixing gave and of whether the solve converged.</returns>
    public (string Unknowns, string Converged) Write((Value Value, string Name) positions, double residualScale, Evaluation evaluate)
    {
        int dimension = positions.Value.Shape[1].Factor;
        int particles = _options.Sizes!.Value.Particles;
        int length = 2 * particles * dimension;
        var unknowns = new Shape(Dimension.Particles, 2 * dimension);
        var row = new Shape(1, unknowns.Elements);
        _emitter.Bind(positions.Value, positions.Name);
        string count = _inside.NewName();
        string running = _inside.NewName();
        _inside.Proto.Input.Add(OnnxGraphs.Info(count, OnnxTypes.Int64));
        _inside.Proto.Input.Add(OnnxGraphs.Info(running, OnnxTypes.Bool));

        Value iterate = _graph.Input("iterate", [.. unknowns]);
        string zeros = Zeros(particles, 2 * dimension);
        int iterateSlot = Carry(iterate, zeros, particles, 2 * dimension);

        (Value midPositions, Value midMomenta) = _equation.Midpoint(iterate, positions.Value);
        Value deltaPositions = _graph.Input("evaluated_delta_positions", [.. positions.Value.Shape]);
        Value deltaMomenta = _graph.Input("evaluated_delta_momenta", [.. positions.Value.Shape]);
        (string deltaPositionsName, string deltaMomentaName) = evaluate(_inside, _emitter.NameOf(midPositions), _emitter.NameOf(midMomenta));
        _emitter.Bind(deltaPositions, deltaPositionsName);
        _emitter.Bind(deltaMomenta, deltaMomentaName);

        Value evaluated = _equation.Evaluated(midMomenta, deltaPositions, deltaMomenta);
        Value difference = _graph.Subtract(evaluated, iterate);
        Value residual = _graph.Multiply(
            1 / (residualScale * Math.Sqrt(length)),
            _graph.Sqrt(_graph.Reshape(_graph.ReduceSum(_graph.Square(difference), 0, 1), Shape.Scalar)));

        Value next;
        if (_corrector.Depth == 0)
        {
            next = _graph.Add(iterate, _graph.Multiply(_corrector.Mixing, difference));
        }
        else
        {
            Value before = _graph.Input("iterate_before", [.. row]);
            Value residualBefore = _graph.Input("residual_before", [.. row]);
            Value iterates = _graph.Input("iterate_columns", _corrector.Depth, row[1]);
            Value residuals = _graph.Input("residual_columns", _corrector.Depth, row[1]);
            Value hasPrevious = _graph.Input("has_previous");
            string zeroRow = Zeros(1, length);
            string zeroColumns = Zeros(_corrector.Depth, length);
            int[] slots =
            [
                Carry(before, zeroRow, 1, length), Carry(residualBefore, zeroRow, 1, length),
                Carry(iterates, zeroColumns, _corrector.Depth, length), Carry(residuals, zeroColumns, _corrector.Depth, length),
            ];
            string evaluations = _inside.AddNode("Cast", [count], ("to", OnnxTypes.Double));
            _emitter.Bind(hasPrevious, _inside.AddNode("Min", [evaluations, Scalar(1)]));
            Value now = _graph.Reshape(iterate, row);
            Value residualNow = _graph.Reshape(difference, row);
            var mixing = new AndersonGraph(
                _graph, _corrector, hasPrevious, (now, before), (residualNow, residualBefore), (iterates, residuals));
            Value[] kept = [now, residualNow, mixing.IterateColumns, mixing.ResidualColumns];
            for (int i = 0; i < slots.Length; i++)
            {
                Return(slots[i], _emitter.NameOf(kept[i]));
            }

            next = _graph.Reshape(mixing.Next, unknowns);
        }

        Return(iterateSlot, _emitter.NameOf(_equation.Project(next)));
        (string goesOn, int convergedSlot) = Control(_emitter.NameOf(residual));
        return Close(goesOn, iterateSlot, convergedSlot);
    }

    /// <summary>Whether to go on after an evaluation, by the rules of the corrector.</summary>
    private (string GoesOn, int ConvergedSlot) Control(string residual)
    {
        string infinity = Scalar(double.PositiveInfinity);
        string bestBefore = CarryScalar(OnnxTypes.Double, infinity, out int bestSlot);
        string referenceBefore = CarryScalar(OnnxTypes.Double, infinity, out int referenceSlot);
        string sinceBefore = CarryScalar(OnnxTypes.Int64, _outside.AddIntegers([], [0]), out int sinceSlot);
        CarryScalar(OnnxTypes.Bool, _outside.AddBoolean(false), out int convergedSlot);

        string best = _inside.AddNode("Min", [bestBefore, residual]);
        string converged = _inside.AddNode("LessOrEqual", [residual, Scalar(_corrector.Tolerance)]);

        // A residual that is no number is not within any bound, and ends the solve as well.
        string bounded = _inside.AddNode("LessOrEqual", [residual, _inside.AddNode("Mul", [best, Scalar(Corrector.DivergenceRatio)])]);
        string improved = _inside.AddNode("Less", [best, _inside.AddNode("Mul", [referenceBefore, Scalar(Corrector.StagnationFactor)])]);
        string one = _outside.AddIntegers([], [1]);
        string zero = _outside.AddIntegers([], [0]);
        string since = _inside.AddNode("Where", [improved, zero, _inside.AddNode("Add", [sinceBefore, one])]);
        string moving = _inside.AddNode("Less", [since, _outside.AddIntegers([], [Corrector.StagnationWindow])]);
        Return(bestSlot, best);
        Return(referenceSlot, _inside.AddNode("Where", [improved, best, referenceBefore]));
        Return(sinceSlot, since);
        Return(convergedSlot, converged);
        string sound = _inside.AddNode("And", [bounded, moving]);
        return (_inside.AddNode("And", [sound, _inside.AddNode("Not", [converged])]), convergedSlot);
    }

    private (string Unknowns, string Converged) Close(string goesOn, int iterateSlot, int convergedSlot)
    {
        // An output of a body must be its own tensor, computed in it.
        string Output(string name) => _inside.AddNode("Identity", [name]);
        _inside.Proto.Output.Add(OnnxGraphs.Info(Output(goesOn), OnnxTypes.Bool));
        for (int i = 0; i < _carried.Count; i++)
        {
            var output = _inside.Proto.Input[i + 2].Clone();
            output.Name = Output(_carried[i].Next);
            _inside.Proto.Output.Add(output);
        }

        string[] results = [.. _carried.Select(_ => _outside.NewName())];
        _outside.AddNode(
            "Loop",
            [_outside.AddIntegers([], [_corrector.MaxEvaluations]), _outside.AddBoolean(true), .. _carried.Select(carried => carried.Initial)],
            results,
            ("body", _inside.Proto));
        return (results[iterateSlot], results[convergedSlot]);
    }

    private int Carry(Value value, string initial, params long[] shape)
    {
        _emitter.Bind(value, Carry(OnnxTypes.Double, initial, shape));
        return _carried.Count - 1;
    }

    private string CarryScalar(int type, string initial, out int slot)
    {
        slot = _carried.Count;
        return Carry(type, initial);
    }

    private string Carry(int type, string initial, params long[] shape)
    {
        string name = _inside.NewName();
        _inside.Proto.Input.Add(OnnxGraphs.Info(name, type, shape));
        _carried.Add((initial, ""));
        return name;
    }

    private void Return(int slot, string name) => _carried[slot] = (_carried[slot].Initial, name);

    private string Scalar(double value) => _outside.AddReals(null, ModelPrecision.Double, [], value);

    private string Zeros(int rows, int columns) =>
        _outside.AddReals(null, ModelPrecision.Double, [rows, columns], new double[rows * columns]);
}

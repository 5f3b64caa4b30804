using ActionML.Export.Protobuf;
using ActionML.Runtime;
using static ActionML.Runtime.CorrectorTensors;

namespace ActionML.Export;

/// <summary>
/// Writes the corrector's part of an evaluation as two small ONNX models, so that its vectors stay on the device that runs the action:
/// corrector.mixing.onnx makes the next midpoint, corrector.residual.onnx says what the model's answer is worth.
/// </summary>
/// <remarks>
/// <para>
/// In the unknowns y = (u, w) = (√m ρ/h, Δp/√m) of <see cref="Runtime.Corrector"/>, with P the projection onto the linear
/// invariants, ΔV and ΔF differences of v and f between evaluations, newest first:
/// </para>
/// <para>mixing: y = P(v − ΔVᵀγ), x̄ = (q + h p/2m + h/(2√m)(u + w/2), p + ½√m w);</para>
/// <para>residual: f = P(√m/h Δq − p̄/√m, Δp/√m) − y, v = y + βf, and the products ΔF·ΔF₀, ΔF·f, |f|², max|f|.</para>
/// <para>
/// Models with springs mix s = (1 + B + B²) f in place of f (<see cref="PairPreconditioner"/>), whose springs the host finds once a step, of the guess. |f| is what
/// a solve is judged by all the same.
/// </para>
/// <para>
/// Two models and not one, because between the products and γ there is a least-square problem of a few unknowns, which the
/// host solves; in a graph it would be a hundred operators that a device takes one after the other. All in double; where the
/// action computes in single, x̄ is rounded on its way in and Δ widened on its way out. Numbers of particles, dimensions
/// and columns are open, and all that depends on masses and step is an input.
/// </para>
/// </remarks>
public static class CorrectorGraph
{
    private static readonly string[] Vector = ["2", "n"];
    private static readonly string[] Half = ["1", "n"];
    private static readonly string[] Row = ["1", "l"];
    private static readonly string[] Columns = ["c", "l"];

    /// <summary>corrector.mixing.onnx for an action model.</summary>
    /// <param name="action">The action's manifest, with the precision of its file.</param>
    public static byte[] WriteMixing(ModelManifest action)
    {
        var scope = new OnnxScope("mixing");
        Input(scope, Mixed, Row);
        Input(scope, MixedColumns, Columns);
        Input(scope, Coefficients, "1", "c");
        Input(scope, Directions, "n", "d");
        Input(scope, Flight, Vector);
        Input(scope, MidpointScale, Vector);

        string row = scope.AddNode("Gemm", [Coefficients, MixedColumns, Mixed], ("alpha", -1f));
        string unknowns = Project(scope, scope.AddNode("Reshape", [row, scope.Integers(2, -1)]));
        string spread = scope.AddNode("MatMul", [Pair(scope, 1, 0.5, 0, 1), unknowns]);
        string midpoint = scope.AddNode("Add", [Flight, scope.AddNode("Mul", [MidpointScale, spread])]);
        int type = OnnxTypes.Of(action.Precision);
        string rounded = type == OnnxTypes.Double ? midpoint : scope.AddNode("Cast", [midpoint], ("to", type));
        scope.AddNode("Split", [rounded, scope.Integers(1, 1)], [TensorNames.Positions, TensorNames.Momenta], ("axis", 0));
        scope.Proto.Output.Add(OnnxGraphs.Info(TensorNames.Positions, type, Half));
        scope.Proto.Output.Add(OnnxGraphs.Info(TensorNames.Momenta, type, Half));
        Output(scope, Unknowns, unknowns, Vector);
        Output(scope, Midpoint, midpoint, Vector);
        return Write(scope, action, "Anderson mixing of the corrector, and the midpoint at which the action is evaluated next.");
    }

    /// <summary>corrector.residual.onnx for an action model.</summary>
    /// <param name="action">The action's manifest, with the precision of its file.</param>
    public static byte[] WriteResidual(ModelManifest action)
    {
        var scope = new OnnxScope("residual");
        Input(scope, Unknowns, Vector);
        Input(scope, Midpoint, Vector);
        Input(scope, TensorNames.DeltaPositions, OnnxTypes.Of(action.Precision), Half);
        Input(scope, TensorNames.DeltaMomenta, OnnxTypes.Of(action.Precision), Half);
        Input(scope, DeltaScale, Vector);
        Input(scope, FlightScale, Vector);
        Input(scope, Directions, "n", "d");
        Input(scope, Mixing, "1");
        Input(scope, Before(Mixed), Row);
        Input(scope, Before(MixedColumns), "o", "l");
        Input(scope, Before(Residual), Row);
        Input(scope, Before(ResidualColumns), "o", "l");
        Input(scope, Before(Best), Vector);
        Input(scope, Before(BestSquare), "1");

        string given = scope.AddNode("Concat", [TensorNames.DeltaPositions, TensorNames.DeltaMomenta], ("axis", 0));
        string delta = action.Precision == ModelPrecision.Double ? given : scope.AddNode("Cast", [given], ("to", OnnxTypes.Double));
        string flight = scope.AddNode("Mul", [FlightScale, scope.AddNode("MatMul", [Pair(scope, 0, 1, 0, 0), Midpoint])]);
        string evaluated = Project(scope, scope.AddNode("Sub", [scope.AddNode("Mul", [DeltaScale, delta]), flight]));
        string residual = scope.AddNode("Sub", [evaluated, Unknowns]);
        string step = action.PairStiffness is null ? residual : Precondition(scope, action, residual);
        string mixed = scope.AddNode("Add", [Unknowns, scope.AddNode("Mul", [Mixing, step])]);
        string residualRow = AsRow(scope, residual);
        string stepRow = AsRow(scope, step);
        string newest = scope.AddNode("Sub", [stepRow, Before(Residual)]);
        string residualColumns = scope.AddNode("Concat", [newest, Before(ResidualColumns)], ("axis", 0));
        string mixedNewest = scope.AddNode("Sub", [AsRow(scope, mixed), Before(Mixed)]);
        string mixedColumns = scope.AddNode("Concat", [mixedNewest, Before(MixedColumns)], ("axis", 0));

        string pair = scope.AddNode("Concat", [newest, stepRow], ("axis", 0));
        string products = scope.AddNode("Gemm", [residualColumns, pair], ("transB", 1));
        string square = scope.AddNode("ReduceSumSquare", [residualRow], ("axes", new long[] { 1 }), ("keepdims", 0));
        string largest = scope.AddNode("ReduceMax", [scope.AddNode("Abs", [residualRow])], ("axes", new long[] { 1 }), ("keepdims", 0));
        string summary = scope.AddNode("Concat", [scope.AddNode("Reshape", [products, scope.Integers(-1)]), square, largest], ("axis", 0));

        // A residual that is no number is smaller than none.
        string isBest = scope.AddNode("Less", [square, Before(BestSquare)]);
        Output(scope, Residual, step, Vector);
        Output(scope, ResidualColumns, residualColumns, Columns);
        Output(scope, Mixed, mixed, Vector);
        Output(scope, MixedColumns, mixedColumns, Columns);
        Output(scope, Best, scope.AddNode("Where", [isBest, evaluated, Before(Best)]), Vector);
        Output(scope, BestSquare, scope.AddNode("Where", [isBest, square, Before(BestSquare)]), "1");
        Output(scope, Summary, summary, "s");
        return Write(scope, action, "Residual of the corrector's unknowns, and the products that Anderson mixing needs.");
    }

    // s = f + B(f + Bf), with the springs of each particle gathered: no scatter, the same result on every device.
    private static string Precondition(OnnxScope scope, ModelManifest action, string residual)
    {
        Input(scope, SpringNeighbors, OnnxTypes.Int64, "p", "s");
        Input(scope, SpringDirections, "p", "s", "d");
        Input(scope, SpringForces, "p", "s", "d");
        double square = action.TimeStep.Value * action.TimeStep.Value;

        // FlightScale is (1/√m, 0).
        string velocityScale = scope.AddNode("MatMul", [Pair(scope, 1, 0, 0.5, 0), FlightScale]);
        string forceScale = scope.AddNode("MatMul", [Pair(scope, square / 12, 0, square / 2, 0), FlightScale]);
        string vector = residual;
        for (int order = 0; order < 2; order++)
        {
            string velocities = scope.AddNode(
                "Reshape", [scope.AddNode("Mul", [velocityScale, vector]), scope.Integers(2, -1, 1, action.Dimension)]);
            string far = scope.AddNode("Gather", [scope.AddNode("Reshape", [velocities, scope.Integers(2, -1, action.Dimension)]), SpringNeighbors], ("axis", 1));
            string against = scope.AddNode("Mul", [scope.AddNode("Sub", [far, velocities]), SpringDirections]);
            string along = scope.AddNode("ReduceSum", [against, scope.Integers(3)], ("keepdims", 1));
            string forces = scope.AddNode("ReduceSum", [scope.AddNode("Mul", [along, SpringForces]), scope.Integers(2)], ("keepdims", 0));
            string spread = scope.AddNode("MatMul", [Pair(scope, 0, -1, 1, 1), scope.AddNode("Reshape", [forces, scope.Integers(2, -1)])]);
            vector = scope.AddNode("Add", [residual, scope.AddNode("Mul", [forceScale, spread])]);
        }

        return vector;
    }

    // y − w(wᵀy), for each half and axis.
    private static string Project(OnnxScope scope, string vector)
    {
        string sums = scope.AddNode("MatMul", [vector, Directions]);
        return scope.AddNode("Gemm", [sums, Directions, vector], ("alpha", -1f), ("transB", 1));
    }

    private static string AsRow(OnnxScope scope, string vector) => scope.AddNode("Reshape", [vector, scope.Integers(1, -1)]);

    // Acts on the two halves.
    private static string Pair(OnnxScope scope, params double[] values) => scope.AddReals(null, ModelPrecision.Double, [2, 2], values);

    private static void Input(OnnxScope scope, string name, params string[] shape) => Input(scope, name, OnnxTypes.Double, shape);

    private static void Input(OnnxScope scope, string name, int type, params string[] shape) =>
        scope.Proto.Input.Add(OnnxGraphs.Info(name, type, shape));

    // The node that makes a value gets the output's name: an Identity would copy it.
    private static void Output(OnnxScope scope, string name, string value, params string[] shape)
    {
        var names = new Dictionary<string, string> { [value] = name };
        foreach (NodeProto node in scope.Proto.Node)
        {
            OnnxGraphs.Rename(node, names);
        }

        scope.Proto.Output.Add(OnnxGraphs.Info(name, OnnxTypes.Double, shape));
    }

    private static byte[] Write(OnnxScope scope, ModelManifest action, string description) =>
        OnnxWriter.Write(scope.Proto, description, action.ToMetadata(), usesMl: false);
}

namespace ActionML.Export;

/// <summary>
/// A graph of tensor operators, built by calling its methods. Equal expressions become one value, so a derivative
/// shares everything it can with what it was derived from.
/// </summary>
public sealed class Graph
{
    private readonly Dictionary<string, Node> _nodes = [];
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _parameters = [];
    private readonly Dictionary<string, Value> _declared = [];
    private int _count;

    /// <summary>Named inputs, in order of declaration.</summary>
    public IReadOnlyList<Value> Inputs => _inputs;

    /// <summary>Named trainable parameters, in order of declaration.</summary>
    public IReadOnlyList<Value> Parameters => _parameters;

    /// <summary>Declares a real input.</summary>
    /// <exception cref="ArgumentException">The name stands for something else already.</exception>
    public Value Input(string name, params Dimension[] shape) =>
        Declare(name, new InputOperator(name, new Shape(shape), isIndex: false), _inputs);

    /// <summary>Declares an input of 64-bit integers.</summary>
    /// <exception cref="ArgumentException">The name stands for something else already.</exception>
    public Value IndexInput(string name, params Dimension[] shape) =>
        Declare(name, new InputOperator(name, new Shape(shape), isIndex: true), _inputs);

    /// <summary>Declares a trainable parameter.</summary>
    /// <exception cref="ArgumentException">The name stands for something else already.</exception>
    public Value Parameter(string name, params int[] shape) =>
        Declare(name, new ParameterOperator(name, new Shape(Array.ConvertAll(shape, size => (Dimension)size))), _parameters);

    /// <summary>A scalar constant.</summary>
    public Value Constant(double value) => Apply(new ConstantOperator([value], Shape.Scalar));

    /// <summary>A constant tensor, row-major.</summary>
    public Value Constant(double[] values, params int[] shape) =>
        Apply(new ConstantOperator(values, new Shape(Array.ConvertAll(shape, size => (Dimension)size))));

    /// <summary>a + b with broadcasting.</summary>
    public Value Add(Value a, Value b) => Binary(new AddOperator(), a, b);

    /// <summary>a − b with broadcasting.</summary>
    public Value Subtract(Value a, Value b) => Binary(new SubtractOperator(), a, b);

    /// <summary>a · b element by element, with broadcasting.</summary>
    public Value Multiply(Value a, Value b)
    {
        if (IsOne(a) && Shape.Broadcast(a.Shape, b.Shape).Equals(b.Shape))
        {
            return b;
        }

        if (IsOne(b) && Shape.Broadcast(a.Shape, b.Shape).Equals(a.Shape))
        {
            return a;
        }

        // A constant factor comes first and two of them merge: derivatives pile up factors of 2 and −1.
        if (IsScalarConstant(b) && !IsScalarConstant(a))
        {
            (a, b) = (b, a);
        }

        if (IsScalarConstant(a) && b.Node.Operator is MultiplyOperator && IsScalarConstant(b.Node.Inputs[0]))
        {
            return Multiply(Constant(ScalarOf(a) * ScalarOf(b.Node.Inputs[0])), b.Node.Inputs[1]);
        }

        return Binary(new MultiplyOperator(), a, b);
    }

    /// <summary>A factor times a tensor.</summary>
    public Value Multiply(double factor, Value a) => Multiply(Constant(factor), a);

    /// <summary>a / b with broadcasting.</summary>
    public Value Divide(Value a, Value b) => Binary(new DivideOperator(), a, b);

    /// <summary>−a.</summary>
    public Value Negate(Value a) => Multiply(-1, a);

    /// <summary>a².</summary>
    public Value Square(Value a) => Multiply(a, a);

    /// <summary>eᵃ.</summary>
    public Value Exp(Value a) => Apply(new ExpOperator(), a);

    /// <summary>ln a.</summary>
    public Value Log(Value a) => Apply(new LogOperator(), a);

    /// <summary>√a.</summary>
    public Value Sqrt(Value a) => Apply(new SqrtOperator(), a);

    /// <summary>1/a.</summary>
    public Value Reciprocal(Value a) => Apply(new ReciprocalOperator(), a);

    /// <summary>1/(1 + e⁻ᵃ).</summary>
    public Value Sigmoid(Value a) => Apply(new SigmoidOperator(), a);

    /// <summary>max(a, 0).</summary>
    public Value Relu(Value a) => Apply(new ReluOperator(isSlope: false), a);

    /// <summary>a · sigmoid(a).</summary>
    public Value Silu(Value a) => SiluOperator.Build(this, a, order: 0);

    /// <summary>a/√(1 + a²/c²), between −c and c.</summary>
    public Value Saturate(Value a, double limit) => Apply(new SaturateOperator(limit), a);

    /// <summary>
    /// Matrix product of the two last axes. Both operands have the same leading axes, or none.
    /// </summary>
    public Value MatMul(Value a, Value b) => Apply(new MatMulOperator(), a, b);

    /// <summary>op(A)·op(B) of two matrices, op being the transpose where asked, plus an optional matrix or row vector.</summary>
    public Value Gemm(Value a, Value b, Value? term = null, bool transposeA = false, bool transposeB = false) =>
        term is null
            ? Apply(new GemmOperator(transposeA, transposeB), a, b)
            : Apply(new GemmOperator(transposeA, transposeB), a, b, term);

    /// <summary>A linear map of the last axis, x·W + b, whatever the rank of x.</summary>
    public Value Linear(Value x, Value weight, Value? bias = null)
    {
        if (x.Shape.Count == 2)
        {
            return Gemm(x, weight, bias);
        }

        Value flat = Gemm(Reshape(x, x.Shape.Flattened()), weight, bias);
        return Reshape(flat, x.Shape.With(x.Shape.Count - 1, weight.Shape[1]));
    }

    /// <summary>Reorders axes: result axis i is axis <paramref name="order"/>[i] of the operand.</summary>
    public Value Transpose(Value a, params int[] order)
    {
        if (a.Node.Operator is TransposeOperator inner)
        {
            int[] merged = Array.ConvertAll(order, axis => inner.Order[axis]);
            return merged.SequenceEqual(Enumerable.Range(0, merged.Length)) ? a.Node.Inputs[0] : Transpose(a.Node.Inputs[0], merged);
        }

        return Apply(new TransposeOperator(order), a);
    }

    /// <summary>The same elements in another shape.</summary>
    public Value Reshape(Value a, Shape shape)
    {
        if (a.Node.Operator is ReshapeOperator)
        {
            a = a.Node.Inputs[0];
        }

        return a.Shape.Equals(shape) ? a : Apply(new ReshapeOperator(shape), a);
    }

    /// <summary>Sum over axes, which stay with size one.</summary>
    public Value ReduceSum(Value a, params int[] axes) => axes.Length == 0 ? a : Apply(new ReduceSumOperator(axes), a);

    /// <summary>Repeats axes of size one until the tensor has a shape; <paramref name="like"/> gives N and K at run time.</summary>
    public Value Expand(Value a, Value like) => a.Shape.Equals(like.Shape) ? a : Apply(new ExpandOperator(), a, like);

    /// <summary>Joins tensors along an axis.</summary>
    public Value Concat(int axis, params Value[] parts) => parts.Length == 1 ? parts[0] : Apply(new ConcatOperator(axis), parts);

    /// <summary>Cuts a tensor into parts of constant size along an axis.</summary>
    public Value[] Split(Value a, int axis, params int[] sizes) =>
        sizes.Length == 1 ? [a] : ApplyMany(new SplitOperator(axis, sizes), a);

    /// <summary>
    /// Values at the neighbors of each particle: [N, F] → [N, K, F], or with components first [D, N] → [D, N, K].
    /// </summary>
    /// <param name="a">The per-particle tensor; particles are at axis <paramref name="axis"/>.</param>
    /// <param name="neighbors">Neighbors [N, K].</param>
    /// <param name="reverse">Reverse edges [N·K], which the derivative reads.</param>
    /// <param name="axis">The particle axis.</param>
    public Value GatherNeighbors(Value a, Value neighbors, Value reverse, int axis) =>
        Apply(new GatherNeighborsOperator(axis), a, neighbors, reverse);

    /// <summary>The value of each entry's partner, such as the reverse of an edge: a permutation that is its own inverse.</summary>
    /// <param name="a">The tensor.</param>
    /// <param name="partners">The partner of each entry along the axis.</param>
    /// <param name="axis">The axis.</param>
    public Value Exchange(Value a, Value partners, int axis) => Apply(new ExchangeOperator(axis), a, partners);

    /// <summary>
    /// Reverse edges of several copies of a system that do not see each other, [copies·N·K], edges ordered by particle, copy and neighbor: where (n, k) has the reverse (m, l),
    /// (n, c, k) has (m, c, l).
    /// </summary>
    /// <param name="neighbors">Neighbors [N, K].</param>
    /// <param name="reverse">Reverse edges [N·K].</param>
    /// <param name="copies">The number of copies, at least 1.</param>
    public Value ReverseOfCopies(Value neighbors, Value reverse, int copies) =>
        copies == 1 ? reverse : Apply(new ReverseOfCopiesOperator(copies), neighbors, reverse);

    /// <summary>Indices [N] as unit rows [N, count].</summary>
    public Value OneHot(Value indices, int count) => Apply(new OneHotOperator(count), indices);

    /// <summary>Sums a tensor down to a shape that broadcasts to its own: the adjoint of broadcasting.</summary>
    internal Value SumTo(Value a, Shape shape)
    {
        int extra = a.Shape.Count - shape.Count;
        int[] axes = [.. Enumerable.Range(0, a.Shape.Count).Where(axis => axis < extra || (shape[axis - extra].IsOne && !a.Shape[axis].IsOne))];
        return Reshape(ReduceSum(a, axes), shape);
    }

    internal Value Apply(Operator @operator, params Value[] inputs) => ApplyMany(@operator, inputs)[0];

    internal Value[] ApplyMany(Operator @operator, params Value[] inputs)
    {
        string key = $"{@operator.Key}({string.Join(',', inputs.Select(input => input.Id))})";
        if (!_nodes.TryGetValue(key, out Node? node))
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                if (inputs[i].IsIndex != @operator.ReadsIndices(i))
                {
                    throw new ArgumentException(
                        $"Operand {i + 1} of {@operator.Key} holds {(inputs[i].IsIndex ? "integers" : "real numbers")}; it must hold {(inputs[i].IsIndex ? "real numbers" : "integers")}.");
                }
            }

            node = new Node(@operator, inputs);
            node.Outputs = [.. @operator.InferShapes(inputs).Select((shape, output) => new Value(node, output, _count++, shape))];
            _nodes.Add(key, node);
        }

        return node.Outputs;
    }

    internal static bool IsScalarConstant(Value value) => value.Node.Operator is ConstantOperator && value.Shape.Count == 0;

    private static double ScalarOf(Value constant) => ((ConstantOperator)constant.Node.Operator).Values[0];

    private static bool IsOne(Value value) => value.Node.Operator switch
    {
        ConstantOperator => IsScalarConstant(value) && ScalarOf(value) == 1,
        ExpandOperator => IsOne(value.Node.Inputs[0]),
        _ => false,
    };

    private Value Binary(Operator @operator, Value a, Value b)
    {
        // An operand that was only repeated to the shape of the other one may as well broadcast.
        if (a.Node.Operator is ExpandOperator && a.Shape.Equals(b.Shape))
        {
            a = a.Node.Inputs[0];
        }
        else if (b.Node.Operator is ExpandOperator && a.Shape.Equals(b.Shape))
        {
            b = b.Node.Inputs[0];
        }

        return Apply(@operator, a, b);
    }

    private Value Declare(string name, Operator @operator, List<Value> list)
    {
        if (!_declared.TryGetValue(name, out Value? value))
        {
            value = Apply(@operator);
            _declared.Add(name, value);
            list.Add(value);
        }
        else if (value.Node.Operator is var known && (known.Key != @operator.Key || !known.InferShapes([])[0].Equals(@operator.InferShapes([])[0])))
        {
            throw new ArgumentException(
                $"'{name}' is {known.Key} of shape {value.Shape} already; it cannot be {@operator.Key} of shape {@operator.InferShapes([])[0]} as well. Give it another name.");
        }

        return value;
    }
}

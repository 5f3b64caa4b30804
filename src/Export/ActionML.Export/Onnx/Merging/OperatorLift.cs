using ActionML.Export.Protobuf;
using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>
/// What changes in the operators of other converters between the opset that they were written for and ours. An operator
/// that is not listed is refused: its meaning may have changed in silence.
/// </summary>
internal static class OperatorLift
{
    // The first opset from which the operator means what it means in opset 17, apart from the types that it takes.
    private static readonly Dictionary<string, long> Unchanged = new()
    {
        ["Abs"] = 6,
        ["Add"] = 7,
        ["And"] = 7,
        ["ArgMax"] = 1,
        ["ArgMin"] = 1,
        ["BitShift"] = 11,
        ["Cast"] = 9,
        ["Ceil"] = 6,
        ["Clip"] = 11, // before: bounds as attributes
        ["Concat"] = 4,
        ["ConstantOfShape"] = 9,
        ["Div"] = 7,
        ["Equal"] = 7,
        ["Exp"] = 6,
        ["Expand"] = 8,
        ["Floor"] = 6,
        ["Gather"] = 1,
        ["GatherElements"] = 11,
        ["Gemm"] = 7,
        ["Greater"] = 9,
        ["GreaterOrEqual"] = 12,
        ["Identity"] = 1,
        ["IsNaN"] = 9,
        ["Less"] = 9,
        ["LessOrEqual"] = 12,
        ["Log"] = 6,
        ["MatMul"] = 9,
        ["Max"] = 8,
        ["Min"] = 8,
        ["Mul"] = 7,
        ["Neg"] = 6,
        ["Not"] = 1,
        ["Or"] = 7,
        ["Pow"] = 7,
        ["Reciprocal"] = 6,
        ["ReduceL1"] = 1,
        ["ReduceL2"] = 1,
        ["ReduceMax"] = 1,
        ["ReduceMean"] = 1,
        ["ReduceMin"] = 1,
        ["ReduceSumSquare"] = 1,
        ["Relu"] = 6,
        ["Reshape"] = 5,
        ["Shape"] = 1,
        ["Sigmoid"] = 6,
        ["Sign"] = 9,
        ["Slice"] = 10, // before: bounds as attributes
        ["Sqrt"] = 6,
        ["StringNormalizer"] = 10,
        ["Sub"] = 7,
        ["Sum"] = 8,
        ["Tanh"] = 6,
        ["TfIdfVectorizer"] = 9,
        ["Tile"] = 6,
        ["Transpose"] = 1,
        ["Where"] = 9,
        ["Xor"] = 7,
    };

    // Operators with an attribute that became an input in opset 13, and the attribute.
    private static readonly Dictionary<string, string> InputSince13 = new()
    {
        ["ReduceSum"] = "axes",
        ["Split"] = "split",
        ["Squeeze"] = "axes",
        ["Unsqueeze"] = "axes",
    };

    // The domain ai.onnx.ml is taken over at the version that ML.NET's converter writes.
    private static readonly HashSet<string> MachineLearning =
    [
        "ArrayFeatureExtractor", "Binarizer", "CategoryMapper", "FeatureVectorizer", "Imputer", "LabelEncoder", "LinearClassifier",
        "LinearRegressor", "Normalizer", "OneHotEncoder", "Scaler", "SVMClassifier", "SVMRegressor", "TreeEnsembleClassifier", "TreeEnsembleRegressor",
    ];

    // They give floats whatever they are given; ML.NET's converter does not mind, and declares what ML.NET gives.
    private static readonly HashSet<string> Single = ["LinearRegressor", "Normalizer", "Scaler", "TreeEnsembleRegressor"];

    /// <summary>Whether an operator gives single precision whatever its operands are.</summary>
    public static bool ReturnsSingle(NodeProto node) => node.Domain == OnnxWriter.MlDomain && Single.Contains(node.OpType);

    /// <summary>Rewrites a node, in place, for opset 17.</summary>
    /// <param name="node">The node.</param>
    /// <param name="opset">The opset that it was written for.</param>
    /// <param name="integers">Stores a vector of integers and returns its name.</param>
    /// <param name="source">What the node belongs to, for messages.</param>
    /// <exception cref="ModelMismatchException">It is not known what becomes of the operator.</exception>
    public static void Apply(NodeProto node, long opset, Func<long[], string> integers, string source)
    {
        if (node.Domain == OnnxWriter.MlDomain)
        {
            if (!MachineLearning.Contains(node.OpType))
            {
                throw Unknown(node, source);
            }
        }
        else if (node.Domain.Length > 0)
        {
            throw Unknown(node, source);
        }
        else if (opset == OnnxWriter.Opset)
        {
            return;
        }
        else if (InputSince13.TryGetValue(node.OpType, out string? name))
        {
            if (opset < 13)
            {
                AttributeToInput(node, name, integers);
            }
        }
        else if (!Unchanged.TryGetValue(node.OpType, out long since))
        {
            throw Unknown(node, source);
        }
        else if (opset < since)
        {
            throw new ModelMismatchException(
                $"{source} uses the ONNX operator {node.OpType} of opset {opset}, whose meaning changed in opset {since}; this version lifts it from opset {since} on. Convert it with a newer Microsoft.ML.OnnxConverter.");
        }
    }

    private static void AttributeToInput(NodeProto node, string name, Func<long[], string> integers)
    {
        AttributeProto? attribute = node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
        if (attribute is null)
        {
            return; // no axes, or equal parts: an input that is left out says the same
        }

        node.Attribute.Remove(attribute);
        node.Input.Add(integers([.. attribute.Ints]));
    }

    private static ModelMismatchException Unknown(NodeProto node, string source) => new(
        $"{source} uses the ONNX operator {(node.Domain.Length == 0 ? "" : node.Domain + ".")}{node.OpType}, which this version cannot lift to opset {OnnxWriter.Opset}. Leave this transformer out of the chain that is converted.");
}

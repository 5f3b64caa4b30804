using System.Text.Json;

namespace ActionML.Benchmarks;

/// <summary>One node of a graph in ONNX Runtime's profile.</summary>
/// <param name="Operator">Its operator.</param>
/// <param name="Shapes">Shapes of inputs and outputs, as text.</param>
/// <param name="Microseconds">
/// The first decile over many runs, so that preempted ones do not count. Profiling itself adds 1.75 µs to each node.
/// </param>
/// <param name="Flops">Additions and multiplications of a matrix product; 0 for other operators.</param>
/// <param name="Bytes">What it reads and writes at least: its inputs and outputs, once each.</param>
internal sealed record ProfiledNode(string Operator, string Shapes, double Microseconds, double Flops, double Bytes)
{
    private static readonly string[] Products = ["MatMul", "Gemm", "FusedMatMul", "FusedGemm"];

    // Rearrange a description and touch no data.
    private static readonly string[] Views = ["Reshape", "Shape", "Squeeze", "Unsqueeze", "Identity"];

    /// <summary>Reads a profile.</summary>
    public static ProfiledNode[] Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        return
        [
            .. document.RootElement.EnumerateArray()
                .Where(item => item.GetProperty("cat").GetString() == "Node" && item.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal))
                .GroupBy(item => item.GetProperty("name").GetString()!)
                .Select(runs => Of(runs.First().GetProperty("args"), [.. runs.Select(run => run.GetProperty("dur").GetDouble()).Order()])),
        ];
    }

    private static ProfiledNode Of(JsonElement arguments, double[] durations)
    {
        string name = arguments.GetProperty("op_name").GetString()!;
        (string Type, long[] Shape)[] inputs = Tensors(arguments, "input_type_shape");
        (string Type, long[] Shape)[] outputs = Tensors(arguments, "output_type_shape");
        double flops = 0;
        if (Products.Contains(name))
        {
            // Whichever operand is transposed: |A| = rows · inner for each matrix of the left operand.
            long[] left = inputs[0].Shape;
            long rows = outputs[0].Shape is [.., var r, _] ? r : 1;
            double inner = left is [.., var a, var b] ? (double)a * b / rows : left[0];
            flops = 2 * inner * Count(outputs[0].Shape);
        }

        return new ProfiledNode(
            name,
            $"{Text(inputs)} → {Text(outputs)}",
            durations[durations.Length / 10],
            flops,
            Views.Contains(name) ? 0 : inputs.Concat(outputs).Sum(tensor => Size(tensor.Type) * Count(tensor.Shape)));
    }

    private static (string Type, long[] Shape)[] Tensors(JsonElement arguments, string name) =>
    [
        .. arguments.GetProperty(name).EnumerateArray().Select(tensor => tensor.EnumerateObject().First())
            .Select(tensor => (tensor.Name, tensor.Value.EnumerateArray().Select(size => size.GetInt64()).ToArray())),
    ];

    private static double Count(long[] shape) => shape.Aggregate(1.0, (product, size) => product * size);

    private static double Size(string type) => type is "int64" or "double" ? 8 : type is "bool" or "uint8" ? 1 : 4;

    private static string Text((string Type, long[] Shape)[] tensors) => string.Join(' ', tensors.Select(tensor => $"[{string.Join(',', tensor.Shape)}]"));
}

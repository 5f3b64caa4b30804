using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>ONNX's numbers of element types.</summary>
internal static class OnnxTypes
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int String = 8;
    public const int Bool = 9;
    public const int Double = 11;

    public static int Of(ModelPrecision precision) => precision == ModelPrecision.Double ? Double : Float;
}

namespace TorchSharp;

public static class TensorExtensionMethods
{
    /// <summary>The number in a tensor of one element.</summary>
    public static double ToDouble(this torch.Tensor value) => value.Item();
}

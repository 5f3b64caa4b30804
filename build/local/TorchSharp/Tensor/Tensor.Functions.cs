namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor neg() => Made(Native.ActionMLTorch_neg(Handle));

        public Tensor exp() => Made(Native.ActionMLTorch_exp(Handle));

        public Tensor log() => Made(Native.ActionMLTorch_log(Handle));

        public Tensor sqrt() => Made(Native.ActionMLTorch_sqrt(Handle));

        public Tensor reciprocal() => Made(Native.ActionMLTorch_reciprocal(Handle));

        public Tensor sigmoid() => Made(Native.ActionMLTorch_sigmoid(Handle));

        public Tensor silu() => Made(Native.ActionMLTorch_silu(Handle));

        public Tensor relu() => Made(Native.ActionMLTorch_relu(Handle));

        /// <summary>Which elements are greater: a tensor of Bool.</summary>
        public Tensor gt(Scalar target) => Made(Native.ActionMLTorch_gt_number(Handle, target.Value));

        /// <summary>Which elements are equal: a tensor of Bool.</summary>
        public Tensor eq(Tensor target) => Made(Native.ActionMLTorch_eq(Handle, target.Handle), target);
    }
}

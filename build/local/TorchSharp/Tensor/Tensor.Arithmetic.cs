namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Made(Native.ActionMLTorch_add(Handle, target.Handle), target);

        public Tensor add(Scalar scalar) => Made(Native.ActionMLTorch_add_number(Handle, scalar.Value));

        public Tensor add_(Tensor target) => Changed(Native.ActionMLTorch_add_(Handle, target.Handle, NativeScalar.Of(1)), target);

        /// <summary>Adds <paramref name="alpha"/> times <paramref name="target"/>.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Changed(Native.ActionMLTorch_add_(Handle, target.Handle, alpha.Value), target);

        public Tensor sub(Tensor target) => Made(Native.ActionMLTorch_sub(Handle, target.Handle), target);

        public Tensor mul(Tensor target) => Made(Native.ActionMLTorch_mul(Handle, target.Handle), target);

        public Tensor mul(Scalar target) => Made(Native.ActionMLTorch_mul_number(Handle, target.Value));

        public Tensor mul_(Tensor target) => Changed(Native.ActionMLTorch_mul_(Handle, target.Handle), target);

        public Tensor mul_(Scalar target) => Changed(Native.ActionMLTorch_mul_number_(Handle, target.Value));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Made(Native.ActionMLTorch_div(Handle, target.Handle, (int)rounding_mode), target);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Made(Native.ActionMLTorch_div_number(Handle, target.Value, (int)rounding_mode));

        /// <summary>Adds <paramref name="value"/> · <paramref name="tensor1"/> · <paramref name="tensor2"/>.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Changed(Native.ActionMLTorch_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        /// <summary>Adds <paramref name="value"/> · <paramref name="tensor1"/> / <paramref name="tensor2"/>.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Changed(Native.ActionMLTorch_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);
    }
}

namespace ActionML.Runtime.Onnx;

/// <summary>What a model does when its device has not enough memory for all the evaluations that run at one time.</summary>
public enum OutOfMemoryPolicy
{
    /// <summary>
    /// Lets half as many run at one time from then on and evaluates again; the results are the same. It fails where the
    /// evaluation was alone.
    /// </summary>
    Halve,

    /// <summary>Fails.</summary>
    Throw,
}

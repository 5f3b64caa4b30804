namespace ActionML.Runtime.Onnx;

/// <summary>What a machine has of all that a session on a CUDA device needs. Replaced in tests.</summary>
internal interface ICudaMachine
{
    /// <summary>Whether ONNX Runtime's core was built to take a CUDA provider.</summary>
    bool CoreTakesCuda { get; }

    /// <summary>Where ONNX Runtime's core looks for providers.</summary>
    string ProviderFolder { get; }

    /// <summary>The file name of the CUDA provider.</summary>
    string ProviderName { get; }

    /// <summary>The file name of the driver's library.</summary>
    string DriverName { get; }

    /// <summary>Whether a file exists.</summary>
    bool Exists(string path);

    /// <summary>The libraries that a library names as its needs, in their order.</summary>
    IReadOnlyList<string> Needs(string library);

    /// <summary>Loads a library from where the system finds it, from beside the program or from CUDA's usual folder.</summary>
    bool Loads(string library);

    /// <summary>Asks the driver, once it loads.</summary>
    CudaDriver AskDriver();
}

namespace ActionML.Runtime;

/// <summary>What kind of thing went wrong. The numbers are the exit codes of every ActionML program.</summary>
public enum ErrorKind
{
    /// <summary>The request itself makes no sense.</summary>
    Usage = 2,

    /// <summary>The data are malformed, incomplete or contradict each other.</summary>
    Data = 3,

    /// <summary>The model does not match the run.</summary>
    ModelMismatch = 4,

    /// <summary>A solve did not converge, or a certificate failed.</summary>
    Convergence = 5,

    /// <summary>The requested device is not there or failed.</summary>
    Device = 6,

    /// <summary>A file could not be read or written.</summary>
    InputOutput = 7,
}

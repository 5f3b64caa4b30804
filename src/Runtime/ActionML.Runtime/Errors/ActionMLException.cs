namespace ActionML.Runtime;

/// <summary>
/// An error that a user can act on. The message says what was found, what was expected and what to do.
/// </summary>
public abstract class ActionMLException(ErrorKind kind, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The kind of error; its number is the exit code.</summary>
    public ErrorKind Kind { get; } = kind;
}

/// <summary>The request makes no sense: options that contradict each other, a value out of range.</summary>
public sealed class UsageException(string message, Exception? inner = null)
    : ActionMLException(ErrorKind.Usage, message, inner);

/// <summary>Data are malformed, incomplete or contradictory.</summary>
public sealed class DataException(string message, Exception? inner = null)
    : ActionMLException(ErrorKind.Data, message, inner);

/// <summary>A model's step, units, dimension, kinds or format do not match what is asked of it.</summary>
public sealed class ModelMismatchException(string message, Exception? inner = null)
    : ActionMLException(ErrorKind.ModelMismatch, message, inner);

/// <summary>A step did not converge under a policy that forbids it.</summary>
public sealed class ConvergenceException(string message, Exception? inner = null)
    : ActionMLException(ErrorKind.Convergence, message, inner);

/// <summary>The requested device is missing or failed.</summary>
public sealed class DeviceException(string message, Exception? inner = null)
    : ActionMLException(ErrorKind.Device, message, inner);

/// <summary>A file could not be read or written.</summary>
public sealed class FileException(string message, Exception? inner = null)
    : ActionMLException(ErrorKind.InputOutput, message, inner);

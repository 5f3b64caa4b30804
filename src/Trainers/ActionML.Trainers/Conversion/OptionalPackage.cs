using System.Reflection;
using System.Runtime.ExceptionServices;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>A package that this library can do without: its static methods are found at run time, where it is there.</summary>
/// <param name="name">Name of the package and of its assembly.</param>
/// <param name="type">The static class that is used.</param>
internal sealed class OptionalPackage(string name, string type)
{
    /// <summary>Converts ML.NET's own transformers to ONNX.</summary>
    public static OptionalPackage OnnxConverter { get; } = new("Microsoft.ML.OnnxConverter", "Microsoft.ML.OnnxExportExtensions");

    /// <summary>Applies ONNX models as transformers.</summary>
    public static OptionalPackage OnnxTransformer { get; } = new("Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxCatalog");

    /// <summary>Name of the package.</summary>
    public string Name => name;

    /// <summary>The static class that is used.</summary>
    public string TypeName => type;

    /// <summary>Whether the application has the package.</summary>
    public bool IsThere => Type.GetType($"{type}, {name}") is not null;

    /// <summary>Calls a static method.</summary>
    /// <param name="purpose">What needs the package, as the beginning of a sentence.</param>
    /// <param name="method">Name of the method.</param>
    /// <param name="parameters">Types of all its parameters.</param>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="UsageException">The package is not there, or has no such method.</exception>
    public object? Call(string purpose, string method, Type[] parameters, params object?[] arguments)
    {
        Type found = Type.GetType($"{type}, {name}") ?? throw new UsageException($"{purpose} needs the package {name}, which this application does not have. Add it: dotnet add package {name}.");
        MethodInfo target = found.GetMethod(method, parameters) ?? throw new UsageException(
            $"{purpose} needs {type}.{method}, which {found.Assembly.GetName()} does not have. Use the one that Microsoft.ML 5.0 came with.");
        try
        {
            return target.Invoke(null, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}

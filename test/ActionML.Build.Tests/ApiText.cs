using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ActionML.Build.Tests;

/// <summary>
/// Writes types and members the way the API listings do (test/data/api): one line per member, namespaces left out.
/// With <paramref name="annotated"/>, reference types that may be null carry a question mark.
/// </summary>
internal sealed class ApiText(bool annotated)
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>The name of a type as it is declared: <c>DataViewSchema.Column</c>, <c>VBuffer&lt;T&gt;</c>.</summary>
    public static string Declared(Type type)
    {
        string name = Simple(type.Name);
        int inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        Type[] own = type.GetGenericArguments()[inherited..];
        if (own.Length > 0)
        {
            name += "<" + string.Join(", ", own.Select(argument => Variance(argument) + argument.Name)) + ">";
        }

        return type.DeclaringType is { } outer ? Declared(outer) + "." + name : name;
    }

    /// <summary>A type as it is used.</summary>
    public static string Used(Type type) => Used(type, null);

    /// <summary>The generic constraints, each with a leading space.</summary>
    public static string Constraints(Type[] parameters)
    {
        string text = "";
        foreach (Type parameter in parameters)
        {
            GenericParameterAttributes kind = parameter.GenericParameterAttributes & GenericParameterAttributes.SpecialConstraintMask;
            bool isValue = kind.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            var parts = new List<string>();
            if (kind.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            {
                parts.Add("class");
            }

            if (isValue)
            {
                parts.Add("struct");
            }

            parts.AddRange(parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(Used));
            if (kind.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isValue)
            {
                parts.Add("new()");
            }

            if (parts.Count > 0)
            {
                text += $" where {parameter.Name} : {string.Join(", ", parts)}";
            }
        }

        return text;
    }

    /// <summary>Parameters, separated by commas.</summary>
    public string Parameters(MethodBase method)
    {
        bool isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select((parameter, index) => (isExtension && index == 0 ? "this " : "") + Parameter(parameter)));
    }

    /// <summary>The type of a return value, property or field with its question mark.</summary>
    public string ReturnType(MethodInfo method) =>
        Used(Dereference(method.ReturnType, out bool isReference), annotated ? _nullability.Create(method.ReturnParameter) : null, isReference ? "ref " : "");

    /// <inheritdoc cref="ReturnType(MethodInfo)"/>
    public string ReturnType(PropertyInfo property) => Used(property.PropertyType, annotated ? _nullability.Create(property) : null);

    /// <inheritdoc cref="ReturnType(MethodInfo)"/>
    public string ReturnType(FieldInfo field) => Used(field.FieldType, annotated ? _nullability.Create(field) : null);

    /// <summary>A constant or a default value as a literal.</summary>
    public static string Literal(object? value, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text}\"",
            char character => $"'{character}'",
            _ when plain.IsEnum && Enum.GetName(plain, value) is { } name => $"{Used(plain)}.{name}",
            double.NaN or float.NaN => "NaN",
            double.PositiveInfinity or float.PositiveInfinity => "Infinity",
            double.NegativeInfinity or float.NegativeInfinity => "-Infinity",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private string Parameter(ParameterInfo parameter)
    {
        Type type = Dereference(parameter.ParameterType, out bool isReference);
        string prefix = parameter switch
        {
            _ when isReference && parameter.IsOut => "out ",
            _ when isReference && parameter.IsDefined(typeof(IsReadOnlyAttribute)) => "in ",
            _ when isReference => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.DefaultValue, type) : "";
        return $"{Used(type, annotated ? _nullability.Create(parameter) : null, prefix)} {parameter.Name}{value}";
    }

    private static Type Dereference(Type type, out bool isReference)
    {
        isReference = type.IsByRef;
        return isReference ? type.GetElementType()! : type;
    }

    private static string Used(Type type, NullabilityInfo? info, string prefix = "")
    {
        string mark = info is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return prefix + keyword + mark;
        }

        if (type.IsArray)
        {
            return $"{prefix}{Used(type.GetElementType()!, info?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return prefix + Used(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return prefix + type.Name + mark;
        }

        Type[] arguments = type.GetGenericArguments();
        string[] names = [.. arguments.Select((argument, index) =>
            Used(argument, info?.GenericTypeArguments.Length == arguments.Length ? info.GenericTypeArguments[index] : null))];
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"{prefix}({string.Join(", ", names)}){mark}";
        }

        string name = "";
        int taken = 0;
        foreach (Type part in Enclosing(type))
        {
            int count = part.GetGenericArguments().Length;
            name += (name.Length > 0 ? "." : "") + Simple(part.Name) + (count > taken ? $"<{string.Join(", ", names[taken..count])}>" : "");
            taken = count;
        }

        return prefix + name + mark;
    }

    private static IEnumerable<Type> Enclosing(Type type) =>
        type.DeclaringType is { } outer ? Enclosing(outer).Append(type) : [type];

    private static string Simple(string name) => name.Contains('`') ? name[..name.IndexOf('`')] : name;

    private static string Variance(Type argument) => (argument.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };
}

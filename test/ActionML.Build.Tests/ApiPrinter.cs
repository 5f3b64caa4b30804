using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ActionML.Build.Tests;

/// <summary>Lists the public types of an assembly with their public and protected members, in the format of the API listings.</summary>
internal sealed class ApiPrinter(bool annotated)
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private readonly ApiText _text = new(annotated);

    /// <summary>All visible types, by namespace and name.</summary>
    public IEnumerable<ApiType> Types(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.IsVisible && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
        .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(ApiText.Declared, StringComparer.Ordinal)
        .Select(type => new ApiType(type.Namespace ?? "", ApiText.Declared(type), Kind(type), Bases(type), Header(type), [.. Members(type)]));

    private static bool IsVisible(MethodBase? method) => method is { } found && (found.IsPublic || found.IsFamily || found.IsFamilyOrAssembly);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    private static string Kind(Type type)
    {
        string access = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public";
        if (type.IsEnum || type.IsInterface || IsDelegate(type))
        {
            return access + (type.IsEnum ? " enum" : type.IsInterface ? " interface" : " delegate");
        }

        string record = IsRecord(type) ? "record " : "";
        if (type.IsValueType)
        {
            return (type.IsByRefLike ? "ref " : "") + access + (type.IsDefined(typeof(IsReadOnlyAttribute)) ? " readonly " : " ") + record + "struct";
        }

        string modifier = type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return $"{access} {modifier}{(record.Length > 0 ? "record" : "class")}";
    }

    private static string[] Bases(Type type)
    {
        if (type.IsEnum || IsDelegate(type))
        {
            return [];
        }

        IEnumerable<Type> parent = type.BaseType is { } found && found != typeof(object) && found != typeof(ValueType) ? [found] : [];
        return [.. parent.Concat(type.GetInterfaces().Where(contract => contract.IsVisible)).Select(ApiText.Used)];
    }

    private string Header(Type type)
    {
        string name = $"[{type.Namespace}] {Kind(type)} ";
        if (IsDelegate(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"{name}{_text.ReturnType(invoke)} {ApiText.Declared(type)}({_text.Parameters(invoke)}){ApiText.Constraints(type.GetGenericArguments())};";
        }

        string[] bases = Bases(type);
        int inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        return name + ApiText.Declared(type) + (bases.Length > 0 ? " : " + string.Join(", ", bases) : "")
            + ApiText.Constraints(type.GetGenericArguments()[inherited..]);
    }

    private IEnumerable<string> Members(Type type)
    {
        if (IsDelegate(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => $"{field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        }

        string name = type.Name.Contains('`') ? type.Name[..type.Name.IndexOf('`')] : type.Name;
        string access = type.IsInterface ? "" : "public ";
        IEnumerable<string> constructors = type.GetConstructors(Declared).Where(found => IsVisible(found) && !found.IsStatic && !IsGenerated(found))
            .Select(found => $"{Access(found)}{name}({_text.Parameters(found)});");
        IEnumerable<string> fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
            .OrderBy(field => field.Name, StringComparer.Ordinal).Select(Field);
        IEnumerable<string> properties = type.GetProperties(Declared).Where(found => IsVisible(found.GetMethod) || IsVisible(found.SetMethod))
            .Where(found => !IsGenerated(found)).OrderBy(found => found.Name, StringComparer.Ordinal).Select(Property);
        IEnumerable<string> events = type.GetEvents(Declared).Where(found => IsVisible(found.AddMethod))
            .OrderBy(found => found.Name, StringComparer.Ordinal).Select(found => $"{access}event {ApiText.Used(found.EventHandlerType!)} {found.Name};");
        IEnumerable<string> methods = type.GetMethods(Declared)
            .Where(found => IsVisible(found) && !IsGenerated(found) && (!found.IsSpecialName || found.Name.StartsWith("op_", StringComparison.Ordinal)))
            .OrderBy(found => found.Name, StringComparer.Ordinal).Select(Method);
        return [.. constructors, .. fields, .. properties, .. events, .. methods];
    }

    // Members that a record makes for itself.
    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute))
        || (member is PropertyInfo { Name: "EqualityContract" });

    private static string Access(MethodBase method) =>
        method.DeclaringType!.IsInterface && method.IsAbstract ? "" : method.IsPublic ? "public " : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? "static " : "";
        }

        bool isOverride = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        return method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => isOverride ? "abstract override " : "abstract ",
            { IsVirtual: true } when isOverride => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
    }

    private string Field(FieldInfo field)
    {
        string access = field.IsPublic ? "public " : "protected ";
        string type = $"{_text.ReturnType(field)} {field.Name}";
        return field.IsLiteral
            ? $"{access}const {type} = {ApiText.Literal(field.GetRawConstantValue(), field.FieldType)};"
            : $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type};";
    }

    private string Property(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. new[] { property.GetMethod, property.SetMethod }.Where(IsVisible).Select(found => found!)];
        MethodInfo widest = accessors.OrderBy(found => found.IsPublic ? 0 : 1).First();
        string access = Access(widest);
        string body = string.Concat(accessors.Select(accessor =>
            $"{(Access(accessor) == access ? "" : Access(accessor))}{(accessor == property.GetMethod ? "get" : IsInit(accessor) ? "init" : "set")}; "));
        string name = property.GetIndexParameters().Length > 0 ? $"this[{_text.Parameters(accessors[0])}]" : property.Name;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{access}{Modifiers(widest)}{required}{_text.ReturnType(property)} {name} {{ {body}}}";
    }

    private static bool IsInit(MethodInfo accessor) =>
        accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private string Method(MethodInfo method)
    {
        string generics = method.IsGenericMethodDefinition
            ? "<" + string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name)) + ">"
            : "";
        // Constraints of an override are inherited and not repeated.
        string constraints = method.IsGenericMethodDefinition && method.GetBaseDefinition() == method ? ApiText.Constraints(method.GetGenericArguments()) : "";
        return $"{Access(method)}{Modifiers(method)}{_text.ReturnType(method)} {method.Name}{generics}({_text.Parameters(method)}){constraints};";
    }
}

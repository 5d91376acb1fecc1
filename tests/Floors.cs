using System.Reflection;
using System.Runtime.CompilerServices;

namespace U2Video.Tests;

/// <summary>
/// The order of an assembly's namespaces: which types refer to which, by base types, members, attributes and the code of methods, and
/// where that points upwards or runs in a circle.
/// </summary>
/// <remarks>Constants and <c>nameof</c> are gone from compiled code, so a reference through those alone is not seen.</remarks>
internal sealed class Floors
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly Assembly _assembly;
    private readonly string _root;
    private readonly List<Reference> _references;

    /// <summary>Reads an assembly.</summary>
    /// <param name="assembly">What is read; compiler-generated types count as a part of the type that they are nested in.</param>
    /// <param name="root">The namespace that all others of the assembly are in.</param>
    public Floors(Assembly assembly, string root)
    {
        (_assembly, _root) = (assembly, root);
        _references =
        [
            .. from type in assembly.GetTypes()
               where !IsOfCompiler(Outermost(type))
               from used in Uses(type).Select(Element).Where(used => used.Assembly == assembly).Select(Outermost).Distinct()
               where used.Namespace != type.Namespace && !IsOfCompiler(used)
               select new Reference(Outermost(type), used),
        ];
    }

    private sealed record Reference(Type From, Type To);

    /// <summary>References to a floor that is not below, a line each.</summary>
    /// <param name="floors">
    /// The namespaces from the ground up, without the root, which is "". Namespaces that stand together, separated by blanks, are one
    /// floor and may not refer to one another.
    /// </param>
    public IReadOnlyList<string> FindUpward(IReadOnlyList<string> floors)
    {
        var heights = floors.SelectMany((names, height) => names.Split(' ').Select(name => (name, height)))
            .ToDictionary(floor => floor.name, floor => floor.height);
        var unknown = _assembly.GetTypes().Where(type => !IsOfCompiler(Outermost(type))).Select(Floor).Distinct()
            .Where(name => !heights.ContainsKey(name)).Select(name => $"The namespace '{name}' stands on no floor.").ToList();
        return unknown.Count > 0 ? unknown :
        [
            .. _references.Where(reference => heights[Floor(reference.To)] >= heights[Floor(reference.From)])
                .Select(Line).Distinct().Order(),
        ];
    }

    /// <summary>References that are part of a circle between namespaces, a line each.</summary>
    public IReadOnlyList<string> FindCircles()
    {
        var next = _references.ToLookup(reference => Floor(reference.From), reference => Floor(reference.To));
        return [.. _references.Where(reference => Leads(Floor(reference.To), Floor(reference.From))).Select(Line).Distinct().Order()];

        bool Leads(string from, string to)
        {
            var (seen, open) = (new HashSet<string> { from }, new Stack<string>([from]));
            while (open.TryPop(out var name))
            {
                if (name == to)
                {
                    return true;
                }

                foreach (var further in next[name].Where(seen.Add))
                {
                    open.Push(further);
                }
            }

            return false;
        }
    }

    private static string Line(Reference reference) => $"{reference.From.FullName} → {reference.To.FullName}";

    private string Floor(Type type) => type.Namespace == _root ? "" : (type.Namespace ?? "")[(_root.Length + 1)..];

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static Type Element(Type type) => type.HasElementType ? Element(type.GetElementType()!) : type;

    // Such as what holds constant data, or implements inline arrays; and what source generators add.
    private static bool IsOfCompiler(Type type) =>
        type.Namespace is null || IsGenerated(type.Namespace)
        || type.Name.StartsWith('<') || type.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsGenerated(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static IEnumerable<Type> Uses(Type type)
    {
        IEnumerable<Type> shape =
        [
            .. type.BaseType is { } parent ? [parent] : Array.Empty<Type>(),
            .. type.GetInterfaces(),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetProperties(Declared).Select(property => property.PropertyType),
            .. type.GetEvents(Declared).Select(happening => happening.EventHandlerType!),
            .. type.GetGenericArguments().Where(argument => argument.IsGenericParameter)
                .SelectMany(argument => argument.GetGenericParameterConstraints()),
            .. Attributes(type),
            .. type.GetMembers(Declared).SelectMany(Attributes),
        ];
        IEnumerable<MethodBase> methods = [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];
        return shape.Concat(methods.SelectMany(Uses)).SelectMany(Parts);
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) =>
        member.GetCustomAttributesData().SelectMany(attribute =>
            attribute.ConstructorArguments.Select(argument => argument.Value).OfType<Type>().Append(attribute.AttributeType));

    private static IEnumerable<Type> Uses(MethodBase method) =>
    [
        .. Signature(method),
        .. method.GetMethodBody() is { } body
            ? body.LocalVariables.Select(local => local.LocalType)
                .Concat(Caught(body))
                .Concat(MethodCode.References(method).SelectMany(Named))
            : [],
    ];

    private static IEnumerable<Type> Caught(MethodBody body) =>
        body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
            .Select(clause => clause.CatchType!);

    private static IEnumerable<Type> Signature(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method is MethodInfo info ? [info.ReturnType, .. info.GetGenericArguments()] : Array.Empty<Type>(),
    ];

    // A generic type counts as itself and as each of its arguments.
    private static IEnumerable<Type> Parts(Type type)
    {
        var element = Element(type);
        return element.IsGenericParameter ? []
            : element.IsGenericType ? element.GetGenericArguments().Where(argument => argument != type).SelectMany(Parts)
                .Append(element.GetGenericTypeDefinition())
            : [element];
    }

    private static IEnumerable<Type> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodBase called => [.. called.DeclaringType is { } owner ? [owner] : Array.Empty<Type>(), .. Signature(called)],
        _ => [],
    };
}

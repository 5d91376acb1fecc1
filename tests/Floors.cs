using System.Reflection;
using System.Reflection.Emit;

namespace U2Video.Tests;

/// <summary>
/// Reads from compiled code which namespaces of an assembly refer to which: by base types, interfaces, attributes, signatures, fields,
/// local variables and what methods do.
/// </summary>
internal static class Floors
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Where(field => field.FieldType == typeof(OpCode)).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>What breaks an order of namespaces, a line each.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="order">
    /// All namespaces of the assembly, from the ground to the top. A namespace may refer to itself and to those before it, so that there
    /// can be no circle.
    /// </param>
    /// <returns>The references to namespaces further up, and the namespaces that the order lacks.</returns>
    public static IReadOnlyList<string> FindBroken(Assembly assembly, IReadOnlyList<string> order)
    {
        var floors = order.Select((name, floor) => (name, floor)).ToDictionary(entry => entry.name, entry => entry.floor);
        var types = assembly.GetTypes().Where(type => IsOurs(type, order)).ToArray();
        var unknown = types.Select(type => type.Namespace!).Distinct().Where(name => !floors.ContainsKey(name));
        var upward =
            from type in types
            where floors.ContainsKey(type.Namespace!)
            from used in UsedBy(type).SelectMany(Parts).Where(used => used.Assembly == assembly && IsOurs(used, order)).Distinct()
            where floors.TryGetValue(used.Namespace!, out var floor) && floor > floors[type.Namespace!]
            select $"{Outermost(type).FullName} refers to {Outermost(used).FullName}";
        return [.. unknown.Select(name => $"{name} is in no floor"), .. upward.Distinct().Order(StringComparer.Ordinal)];
    }

    // What compilers and source generators add stands in namespaces of theirs.
    private static bool IsOurs(Type type, IReadOnlyList<string> order) =>
        type.Namespace is { } name && name.Split('.')[0] == order[0].Split('.')[0];

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> UsedBy(Type type)
    {
        IEnumerable<Type?> used =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetMethods(Declared).SelectMany(method => UsedBy(method).Append(method.ReturnType)),
            .. type.GetConstructors(Declared).SelectMany(UsedBy),
        ];
        return used.OfType<Type>();
    }

    private static IEnumerable<Type?> UsedBy(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        .. Operands(method),
    ];

    // A type's own parts: of a list of frames, the list and the frame.
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType && !type.IsGenericTypeDefinition
            ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition())
        : [type];

    // ECMA-335, partition III: an operation is a byte, or two of which the first is 0xFE, and then its operand.
    private static IEnumerable<Type?> Operands(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType?.GetGenericArguments();
        var methodArguments = method is MethodInfo ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            short operation = code[at++];
            if (operation == 0xFE)
            {
                operation = (short)(0xFE00 | code[at++]);
            }

            var operand = OpCodesByValue[operation].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments);
                yield return member as Type ?? member?.DeclaringType;
                foreach (var argument in member is MethodInfo { IsGenericMethod: true } called ? called.GetGenericArguments() : [])
                {
                    yield return argument;
                }
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}

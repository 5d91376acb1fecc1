using System.Reflection;
using System.Reflection.Emit;

namespace U2Video.Tests;

/// <summary>Reads the compiled code of methods.</summary>
internal static class MethodCode
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Where(field => field.FieldType == typeof(OpCode)).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The types and members that a method's code refers to, in order; empty where it has no code.</summary>
    public static IEnumerable<MemberInfo> References(MethodBase method)
    {
        // ECMA-335, partition III: an operation is a byte, or two of which the first is 0xFE, and then its operand.
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
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
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

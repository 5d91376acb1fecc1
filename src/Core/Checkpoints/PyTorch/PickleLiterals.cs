using System.Globalization;
using System.Numerics;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>Reads the instructions that push a constant: None, booleans, numbers and text.</summary>
internal static class PickleLiterals
{
    /// <summary>Bounds the work of turning digits into a number, which grows with the square of their count.</summary>
    private const int MaximumIntegerLength = 1024;

    /// <returns>A bool, long, <see cref="BigInteger"/>, double, string or null.</returns>
    /// <exception cref="ModelException">It is cut short or malformed, or the instruction is none of these.</exception>
    public static object? Read(PickleOpcode opcode, PickleBytes bytes, PyTorchFaults faults) => opcode switch
    {
        PickleOpcode.None => null,
        PickleOpcode.NewTrue => true,
        PickleOpcode.NewFalse => false,
        PickleOpcode.Int => DecimalOrBool(bytes.NextLine(), faults),
        PickleOpcode.BinInt => (long)bytes.NextInt32(),
        PickleOpcode.BinInt1 => (long)bytes.NextByte(),
        PickleOpcode.BinInt2 => (long)bytes.NextUInt16(),
        PickleOpcode.Long => Decimal(bytes.NextLine().TrimEnd('L'), faults),
        PickleOpcode.Long1 => Binary(bytes.NextByte(), bytes, faults),
        PickleOpcode.Long4 => Binary(bytes.NextUInt32(), bytes, faults),
        PickleOpcode.Float => Float(bytes.NextLine(), faults),
        PickleOpcode.BinFloat => bytes.NextDouble(),
        PickleOpcode.String => Quoted(bytes.NextLine(), faults),
        PickleOpcode.Unicode => Unescaped(bytes.NextLine(), faults),
        PickleOpcode.BinString or PickleOpcode.BinUnicode => bytes.NextText(bytes.NextUInt32()),
        PickleOpcode.ShortBinString or PickleOpcode.ShortBinUnicode => bytes.NextText(bytes.NextByte()),
        PickleOpcode.BinUnicode8 => bytes.NextText(bytes.NextUInt64()),
        _ => throw faults.Refused($"the instruction {Name(opcode)}"),
    };

    private static string Name(PickleOpcode opcode) =>
        Enum.IsDefined(opcode) ? opcode.ToString().ToUpperInvariant() : $"0x{(byte)opcode:x2}";

    private static object DecimalOrBool(string line, PyTorchFaults faults) => line switch
    {
        "00" => false,
        "01" => true,
        _ => Decimal(line, faults),
    };

    private static object Decimal(string line, PyTorchFaults faults) =>
        line.Length <= MaximumIntegerLength
        && BigInteger.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Narrowed(value)
            : throw Malformed(faults);

    private static object Binary(uint length, PickleBytes bytes, PyTorchFaults faults) =>
        length <= MaximumIntegerLength ? Narrowed(new BigInteger(bytes.Next(length))) : throw Malformed(faults);

    // Most integers are 64 bits wide, and later code looks for those.
    private static object Narrowed(BigInteger value)
    {
        object narrowed = value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
        return narrowed;
    }

    private static double Float(string line, PyTorchFaults faults) =>
        double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(faults);

    private static string Quoted(string line, PyTorchFaults faults) =>
        line is ['\'', .., '\''] or ['"', .., '"'] ? Unescaped(line[1..^1], faults) : throw Malformed(faults);

    /// <summary>Text lines come with protocol 0 only, which torch.save cannot write: it is not worth interpreting their escapes.</summary>
    private static string Unescaped(string text, PyTorchFaults faults) => text.Contains('\\') ? throw Malformed(faults) : text;

    private static ModelException Malformed(PyTorchFaults faults) => faults.Damaged("its pickle has a malformed number or text");
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>Writes a pickle of protocol 2, instruction by instruction, as far as torch.save's state dicts need it.</summary>
internal sealed class PickleWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Dictionary<string, byte> _globals = [];

    public PickleWriter() => Write(PickleOpcode.Proto, 2);

    /// <summary>Instructions without operands.</summary>
    public PickleWriter Op(params ReadOnlySpan<PickleOpcode> opcodes)
    {
        foreach (var opcode in opcodes)
        {
            Write(opcode);
        }

        return this;
    }

    /// <summary>A name; from its second use on it is recalled from the memo.</summary>
    /// <param name="fullName">The module and the name, as in <see cref="PickleGlobals"/>.</param>
    public PickleWriter Global(string fullName)
    {
        if (_globals.TryGetValue(fullName, out var index))
        {
            Write(PickleOpcode.BinGet, index);
            return this;
        }

        var dot = fullName.LastIndexOf('.');
        Write(PickleOpcode.Global, Encoding.ASCII.GetBytes($"{fullName[..dot]}\n{fullName[(dot + 1)..]}\n"));
        Write(PickleOpcode.BinPut, (byte)_globals.Count);
        _globals.Add(fullName, (byte)_globals.Count);
        return this;
    }

    public PickleWriter Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        Write(PickleOpcode.BinUnicode, length);
        _bytes.Write(bytes);
        return this;
    }

    public PickleWriter Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[1 + sizeof(long)];
        bytes[0] = sizeof(long);
        if (value is >= 0 and <= byte.MaxValue)
        {
            Write(PickleOpcode.BinInt1, (byte)value);
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
            Write(PickleOpcode.BinInt, bytes[..sizeof(int)]);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], value);
            Write(PickleOpcode.Long1, bytes);
        }

        return this;
    }

    /// <summary>A tuple of integers.</summary>
    public PickleWriter Integers(ReadOnlySpan<long> values)
    {
        Write(PickleOpcode.Mark);
        foreach (var value in values)
        {
            Integer(value);
        }

        return Op(PickleOpcode.Tuple);
    }

    /// <summary>Ends the pickle.</summary>
    public ReadOnlySpan<byte> Stop()
    {
        Write(PickleOpcode.Stop);
        return _bytes.WrittenSpan;
    }

    private void Write(PickleOpcode opcode, params ReadOnlySpan<byte> operand)
    {
        _bytes.Write([(byte)opcode]);
        _bytes.Write(operand);
    }
}

using System.Text;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>
/// Reads a protobuf message from a file field by field, and holds only what is asked for in memory. Every length is checked
/// against the enclosing message and finally the file; strings and the number of fields are bounded. A library
/// would allocate whatever the file claims, and would not tell where in the file a tensor's bytes are.
/// </summary>
/// <param name="stream">The file, seekable, at the start of the outermost message.</param>
/// <param name="damaged">Makes the error for a given fault.</param>
internal sealed class ProtobufReader(Stream stream, Func<string, Exception> damaged)
{
    /// <summary>The larger U²-Net takes about 10,000.</summary>
    private const int MaximumFields = 1 << 17;

    /// <summary>Names of values and operators; exporters write module paths of a hundred characters.</summary>
    private const int MaximumTextBytes = 4096;

    /// <summary>The lists that matter are shapes, pads and dilations.</summary>
    private const int MaximumListLength = 64;

    private const int MaximumVarintBytes = 10;

    private long _position = stream.Position;
    private int _fields;

    /// <summary>The end of the outermost message.</summary>
    public long Length => stream.Length;

    /// <summary>Where the next field's content begins, in bytes from the start of the file.</summary>
    public long Position => _position;

    /// <summary>Reads a field's number and type; null at the end of the enclosing message.</summary>
    /// <param name="end">Where that message ends.</param>
    public ProtobufField? NextField(long end)
    {
        if (_position == end)
        {
            return null;
        }

        if (++_fields > MaximumFields)
        {
            throw damaged($"it has more than {MaximumFields} fields, which no U²-Net has");
        }

        var tag = ReadVarint(end);
        return new ProtobufField((int)(tag >> 3), (ProtobufType)(tag & 7));
    }

    /// <summary>Reads an integer.</summary>
    public long ReadInteger(ProtobufField field, long end)
    {
        Expect(field, ProtobufType.Varint);
        return (long)ReadVarint(end);
    }

    /// <summary>Reads the length of a message, a string or bytes, and returns where it ends.</summary>
    public long ReadEnd(ProtobufField field, long end)
    {
        Expect(field, ProtobufType.Bytes);
        var length = ReadVarint(end);
        return length <= (ulong)(end - _position)
            ? _position + (long)length
            : throw damaged($"its field {field.Number} at byte {_position} claims {length} bytes, and {end - _position} are left");
    }

    /// <summary>Reads a name.</summary>
    public string ReadName(ProtobufField field, long end) =>
        ReadText(field, end) ?? throw damaged($"it has a name of more than {MaximumTextBytes} bytes");

    /// <summary>Reads a text, or skips it and returns null if it is too long to be useful.</summary>
    public string? ReadText(ProtobufField field, long end)
    {
        var textEnd = ReadEnd(field, end);
        if (textEnd - _position > MaximumTextBytes)
        {
            SkipTo(textEnd, end);
            return null;
        }

        var bytes = new byte[textEnd - _position];
        stream.ReadExactly(bytes);
        _position = textEnd;
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads an integer of a list, or several packed ones.</summary>
    public void ReadIntegers(ProtobufField field, long end, List<long> integers)
    {
        var listEnd = field.Type == ProtobufType.Bytes ? ReadEnd(field, end) : end;
        while (_position < listEnd)
        {
            if (integers.Count == MaximumListLength)
            {
                throw damaged($"it has a list of more than {MaximumListLength} numbers");
            }

            integers.Add((long)ReadVarint(listEnd));
            if (field.Type != ProtobufType.Bytes)
            {
                return;
            }
        }
    }

    /// <summary>Reads a 32-bit floating-point number.</summary>
    public float ReadFloat(ProtobufField field, long end)
    {
        Expect(field, ProtobufType.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        if (end - _position < bytes.Length)
        {
            throw CutShort();
        }

        stream.ReadExactly(bytes);
        _position += bytes.Length;
        return BitConverter.ToSingle(bytes);
    }

    /// <summary>Skips a field's content.</summary>
    public void Skip(ProtobufField field, long end)
    {
        switch (field.Type)
        {
            case ProtobufType.Varint: ReadVarint(end); break;
            case ProtobufType.Fixed64: SkipTo(_position + sizeof(ulong), end); break;
            case ProtobufType.Fixed32: SkipTo(_position + sizeof(uint), end); break;
            case ProtobufType.Bytes: SkipTo(ReadEnd(field, end), end); break;
            default: throw damaged($"it has a field of the unknown type {(int)field.Type} at byte {_position}");
        }
    }

    /// <summary>Skips everything up to an offset within the enclosing message.</summary>
    public void SkipTo(long target, long end)
    {
        if (target > end)
        {
            throw CutShort();
        }

        stream.Position = _position = target;
    }

    private ulong ReadVarint(long end)
    {
        var value = 0UL;
        for (var i = 0; i < MaximumVarintBytes; i++)
        {
            var next = _position < end ? stream.ReadByte() : -1;
            if (next < 0)
            {
                throw CutShort();
            }

            _position++;
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw damaged($"it has a number without end at byte {_position}");
    }

    private void Expect(ProtobufField field, ProtobufType type)
    {
        if (field.Type != type)
        {
            throw damaged($"its field {field.Number} at byte {_position} is of a type that ONNX does not use for it");
        }
    }

    private Exception CutShort() => damaged("it is cut short");
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>Builds one protobuf message in memory, field by field; an outer message takes it as bytes.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public ProtobufWriter Integer(int number, long value)
    {
        Tag(number, ProtobufType.Varint);
        Varint((ulong)value);
        return this;
    }

    public ProtobufWriter Integers(int number, ReadOnlySpan<long> values)
    {
        foreach (var value in values)
        {
            Integer(number, value);
        }

        return this;
    }

    public ProtobufWriter Float(int number, float value)
    {
        Tag(number, ProtobufType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufWriter Text(int number, string value) => Bytes(number, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int number, ProtobufWriter message) => Bytes(number, message.Written);

    public ProtobufWriter Bytes(int number, ReadOnlySpan<byte> value)
    {
        Head(number, value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>The head of a bytes field whose content is written elsewhere, directly after this message.</summary>
    public ProtobufWriter Head(int number, long length)
    {
        Tag(number, ProtobufType.Bytes);
        Varint((ulong)length);
        return this;
    }

    private void Tag(int number, ProtobufType type) => Varint(((ulong)number << 3) | (ulong)type);

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}

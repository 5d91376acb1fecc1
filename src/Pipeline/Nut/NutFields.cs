using System.Buffers;
using System.Buffers.Binary;

namespace U2Video.Pipeline.Nut;

/// <summary>Collects bytes as NUT writes its fields.</summary>
internal sealed class NutFields
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was collected.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Begins anew.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>How many bytes <see cref="Put"/> takes for a number.</summary>
    public static int LengthOf(long value)
    {
        var length = 1;
        for (var rest = value >> 7; rest > 0; rest >>= 7)
        {
            length++;
        }

        return length;
    }

    /// <summary>An unsigned number: seven bits a byte, most significant first, the top bit says that more follow.</summary>
    public void Put(long value)
    {
        for (var shift = 7 * (LengthOf(value) - 1); shift > 0; shift -= 7)
        {
            _bytes.Write([(byte)(0x80 | ((value >> shift) & 0x7F))]);
        }

        _bytes.Write([(byte)(value & 0x7F)]);
    }

    /// <summary>A signed number, as <see cref="NutPacket.ReadSigned"/> reads it.</summary>
    public void PutSigned(long value) => Put(value > 0 ? (2 * value) - 1 : -2 * value);

    /// <summary>Bytes behind their count.</summary>
    public void PutBytes(ReadOnlySpan<byte> bytes)
    {
        Put(bytes.Length);
        _bytes.Write(bytes);
    }

    /// <summary>Bytes as they are.</summary>
    public void PutRaw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>A 32-bit number, most significant byte first.</summary>
    public void PutUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A 64-bit number, most significant byte first.</summary>
    public void PutUInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A packet with its start code, its length and its checksums.</summary>
    /// <param name="startCode">What kind of packet it is.</param>
    /// <param name="content">What is in it.</param>
    public void PutPacket(ulong startCode, NutFields content)
    {
        var start = _bytes.WrittenCount;
        var length = content.Written.Length + sizeof(uint);
        PutUInt64(startCode);
        Put(length);
        if (length > NutFormat.LongPacket)
        {
            PutUInt32(NutFormat.Checksum(_bytes.WrittenSpan[start..]));
        }

        _bytes.Write(content.Written.Span);
        PutUInt32(NutFormat.Checksum(content.Written.Span));
    }
}

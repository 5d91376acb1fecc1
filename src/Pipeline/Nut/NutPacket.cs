using System.Buffers.Binary;

namespace U2Video.Pipeline.Nut;

/// <summary>Reads the fields of a header packet that lies in memory.</summary>
/// <param name="bytes">The packet without start code, length and checksum.</param>
internal sealed class NutPacket(ReadOnlyMemory<byte> bytes)
{
    private const int LongestNumber = 10;

    private ReadOnlyMemory<byte> _rest = bytes;

    /// <summary>Whether everything was read.</summary>
    public bool IsAtEnd => _rest.IsEmpty;

    /// <summary>How many bytes were not read yet.</summary>
    public int Left => _rest.Length;

    /// <summary>An unsigned number: seven bits a byte, most significant first, the top bit says that more follow.</summary>
    public long ReadUnsigned()
    {
        var value = 0L;
        for (var i = 0; i < LongestNumber; i++)
        {
            var next = ReadByte();
            value = (value << 7) | (uint)(next & 0x7F);
            if (next < 0x80)
            {
                return value >= 0 ? value : throw new InvalidDataException("NUT: a number is too large.");
            }
        }

        throw new InvalidDataException("NUT: a number is too long.");
    }

    /// <summary>An unsigned number that must fit a count or a size.</summary>
    public int ReadInt() =>
        ReadUnsigned() is <= int.MaxValue and var value ? (int)value : throw new InvalidDataException("NUT: a number is too large.");

    /// <summary>A signed number: the lowest bit is the sign.</summary>
    public long ReadSigned()
    {
        var coded = ReadUnsigned() + 1;
        return (coded & 1) == 1 ? -(coded >> 1) : coded >> 1;
    }

    /// <summary>Bytes behind their count.</summary>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        var count = ReadInt();
        return count <= _rest.Length ? Take(count) : throw new InvalidDataException("NUT: a field reaches beyond its packet.");
    }

    /// <summary>A 32-bit number, most significant byte first.</summary>
    public uint ReadUInt32() =>
        _rest.Length >= 4
            ? BinaryPrimitives.ReadUInt32BigEndian(Take(4).Span)
            : throw new InvalidDataException("NUT: a packet is too short.");

    /// <summary>A 64-bit number, most significant byte first.</summary>
    public ulong ReadUInt64() =>
        _rest.Length >= sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)).Span)
            : throw new InvalidDataException("NUT: a packet is too short.");

    /// <summary>So many bytes as they are.</summary>
    public ReadOnlyMemory<byte> ReadRaw(long count) =>
        count >= 0 && count <= _rest.Length ? Take((int)count) : throw new InvalidDataException("NUT: a packet is too short.");

    /// <summary>A packet within these bytes: one that begins with a start code and ends with a checksum.</summary>
    /// <returns>Its start code and its content.</returns>
    /// <exception cref="InvalidDataException">It reaches beyond these bytes, or its checksum is wrong.</exception>
    public (ulong StartCode, NutPacket Content) ReadPacket()
    {
        var startCode = ReadUInt64();
        var length = ReadUnsigned();
        if (length > NutFormat.LongPacket)
        {
            ReadUInt32();
        }

        // A checksum that follows its data makes the checksum of both zero.
        var content = ReadRaw(length);
        return length >= sizeof(uint) && NutFormat.Checksum(content.Span) == 0
            ? (startCode, new NutPacket(content[..^sizeof(uint)]))
            : throw new InvalidDataException("NUT: the checksum of a header is wrong.");
    }

    private byte ReadByte() => !_rest.IsEmpty ? Take(1).Span[0] : throw new InvalidDataException("NUT: a packet is too short.");

    private ReadOnlyMemory<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}

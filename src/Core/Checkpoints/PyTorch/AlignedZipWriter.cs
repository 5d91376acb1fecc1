using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Writes a zip of uncompressed entries whose data starts on multiples of 64 bytes, so that PyTorch can map it. The framework's
/// <see cref="System.IO.Compression.ZipArchive"/> leaves no room for that: the padding stands in the local header's extra field.
/// Below 4 GiB and 65,536 entries.
/// </summary>
internal sealed class AlignedZipWriter(Stream stream)
{
    private const int Alignment = 64;
    private const int LocalHeaderBytes = 30;
    private const int CentralHeaderBytes = 46;
    private const int EndBytes = 22;
    private const int ExtraHeaderBytes = 4;

    /// <summary>Version 2.0 of the format.</summary>
    private const ushort Version = 20;

    /// <summary>The first of January 1980 in DOS's calendar: the same model makes the same file.</summary>
    private const ushort Date = (1 << 5) | 1;

    /// <summary>"FB", by which PyTorch marks its padding.</summary>
    private const ushort PaddingId = 0x4246;

    private readonly ArrayBufferWriter<byte> _directory = new();
    private ushort _count;

    /// <summary>Writes an entry.</summary>
    /// <param name="name">Its name, in ASCII.</param>
    /// <param name="data">All of its data.</param>
    public void Add(string name, ReadOnlySpan<byte> data)
    {
        var nameBytes = Encoding.ASCII.GetBytes(name);
        var offset = checked((uint)stream.Position);
        var entry = new Entry(nameBytes, offset, Crc32.Of(data), checked((uint)data.Length));
        var unpadded = offset + LocalHeaderBytes + nameBytes.Length + ExtraHeaderBytes;
        WriteLocalHeader(entry, (ushort)(-unpadded & (Alignment - 1)));
        stream.Write(data);
        AddToDirectory(entry);
    }

    /// <summary>Writes the directory, without which there is no zip.</summary>
    public void Finish()
    {
        var start = checked((uint)stream.Position);
        stream.Write(_directory.WrittenSpan);
        Span<byte> end = stackalloc byte[EndBytes];
        end.Clear();
        "PK\u0005\u0006"u8.CopyTo(end);
        UInt16(end, 8, _count);
        UInt16(end, 10, _count);
        UInt32(end, 12, (uint)_directory.WrittenCount);
        UInt32(end, 16, start);
        stream.Write(end);
    }

    private void WriteLocalHeader(Entry entry, ushort padding)
    {
        Span<byte> header = stackalloc byte[LocalHeaderBytes];
        header.Clear();
        "PK\u0003\u0004"u8.CopyTo(header);
        UInt16(header, 4, Version);
        UInt16(header, 12, Date);
        WriteSizes(header[14..], entry);
        UInt16(header, 28, (ushort)(ExtraHeaderBytes + padding));
        stream.Write(header);
        stream.Write(entry.Name);

        Span<byte> extra = stackalloc byte[ExtraHeaderBytes + Alignment];
        extra.Fill((byte)'Z');
        UInt16(extra, 0, PaddingId);
        UInt16(extra, 2, padding);
        stream.Write(extra[..(ExtraHeaderBytes + padding)]);
    }

    private void AddToDirectory(Entry entry)
    {
        Span<byte> header = stackalloc byte[CentralHeaderBytes];
        header.Clear();
        "PK\u0001\u0002"u8.CopyTo(header);
        UInt16(header, 4, Version);
        UInt16(header, 6, Version);
        UInt16(header, 14, Date);
        WriteSizes(header[16..], entry);
        UInt32(header, 42, entry.Offset);
        _directory.Write(header);
        _directory.Write(entry.Name);
        _count = checked((ushort)(_count + 1));
    }

    /// <summary>What both headers have in common: checksum, size in the file, size, and the name's length.</summary>
    private static void WriteSizes(Span<byte> fields, Entry entry)
    {
        UInt32(fields, 0, entry.Checksum);
        UInt32(fields, 4, entry.Length);
        UInt32(fields, 8, entry.Length);
        UInt16(fields, 12, (ushort)entry.Name.Length);
    }

    private static void UInt16(Span<byte> fields, int offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(fields[offset..], value);

    private static void UInt32(Span<byte> fields, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(fields[offset..], value);

    private sealed record Entry(byte[] Name, uint Offset, uint Checksum, uint Length);
}

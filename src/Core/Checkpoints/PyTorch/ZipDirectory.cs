using System.Buffers.Binary;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Counts the entries of a zip before the framework makes an object for each. The number in the zip itself is not used, because the
/// framework reads all entries before it compares. Numbers and offsets are those of APPNOTE.TXT (PKWARE), 4.3.12 to 4.3.16.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int MaximumCommentBytes = ushort.MaxValue;
    private const int End64Bytes = 56;
    private const int LocatorBytes = 20;
    private const int EntryBytes = 46;

    /// <summary>
    /// Whether the directory has more entries than a maximum; false if it cannot be found. The stream is back at its start then.
    /// </summary>
    public static bool HasMoreEntries(Stream stream, int maximum)
    {
        if (FindStart(stream) is { } start && start <= (ulong)stream.Length)
        {
            stream.Position = (long)start;
            Span<byte> entry = stackalloc byte[EntryBytes];
            for (var count = 0; TryRead(stream, entry) && entry.StartsWith("PK\u0001\u0002"u8); count++)
            {
                if (count == maximum)
                {
                    return true;
                }

                stream.Position += UInt16(entry[28..]) + UInt16(entry[30..]) + UInt16(entry[32..]); // name, extra field, comment
            }
        }

        stream.Position = 0;
        return false;
    }

    private static ulong? FindStart(Stream stream)
    {
        var tail = new byte[Math.Min(stream.Length, EndBytes + MaximumCommentBytes + LocatorBytes)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndBytes)
        {
            return null;
        }

        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        return end >= LocatorBytes && tail.AsSpan(end - LocatorBytes).StartsWith("PK\u0006\u0007"u8)
            && (start == uint.MaxValue || UInt16(tail.AsSpan(end + 10)) == ushort.MaxValue
                || UInt16(tail.AsSpan(end + 4)) == ushort.MaxValue)
            ? FindStart64(stream, BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(end - LocatorBytes + 8))) ?? start
            : start;
    }

    private static ulong? FindStart64(Stream stream, ulong place)
    {
        Span<byte> end = stackalloc byte[End64Bytes];
        if (place > (ulong)stream.Length)
        {
            return null;
        }

        stream.Position = (long)place;
        return TryRead(stream, end) && end.StartsWith("PK\u0006\u0006"u8) ? BinaryPrimitives.ReadUInt64LittleEndian(end[48..]) : null;
    }

    private static bool TryRead(Stream stream, Span<byte> bytes) =>
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}

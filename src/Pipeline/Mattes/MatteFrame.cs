using System.Buffers.Binary;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Mattes;

/// <summary>A frame's header in a matte file: a sync point and the frame's own header.</summary>
/// <param name="Timestamp">When the frame is shown, in ticks after the clip's beginning.</param>
/// <param name="IsInferred">Whether the mask is the network's own; otherwise the frame took over that of one before it.</param>
/// <param name="Start">Where the sync point begins, in bytes.</param>
/// <param name="Data">Where the picture begins, in bytes.</param>
/// <param name="Size">The picture's length in bytes.</param>
internal readonly record struct MatteFrame(long Timestamp, bool IsInferred, long Start, long Data, int Size)
{
    /// <summary>As much as a header and the gap before it can take, in bytes.</summary>
    public const int LongestHeader = 96;

    /// <summary>The frame code of masks that were taken over.</summary>
    public const byte ReusedCode = 1;

    private const int LargestPicture = 1 << 26;

    /// <summary>Where the next header begins.</summary>
    public long End => Data + Size;

    /// <summary>Reads the header in a part of a file.</summary>
    /// <param name="bytes">The part.</param>
    /// <param name="position">Where it lies in the file.</param>
    /// <param name="largestGap">How many bytes before the header may belong to something else.</param>
    /// <returns>The frame; null where there is none, or its header is damaged.</returns>
    public static MatteFrame? TryParse(ReadOnlyMemory<byte> bytes, long position, int largestGap)
    {
        Span<byte> startCode = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(startCode, NutFormat.SyncPointStart);
        var gap = bytes.Span.IndexOf(startCode);
        if (gap < 0 || gap > largestGap)
        {
            return null;
        }

        var header = bytes[gap..];
        try
        {
            var fields = new NutPacket(header);
            var (_, sync) = fields.ReadPacket();
            var (timestamp, begin) = (sync.ReadUnsigned(), header.Length - fields.Left);
            var code = fields.ReadRaw(1).Span[0];
            var (coded, size) = (fields.ReadUnsigned(), fields.ReadInt());
            fields.ReadUInt32();
            var length = header.Length - fields.Left;
            return NutFormat.Checksum(header.Span[begin..length]) == 0 && code < NutHeaders.FrameCodes && size is > 0 and < LargestPicture
                && coded - NutHeaders.TimestampOffset == timestamp
                    ? new MatteFrame(timestamp, code != ReusedCode, position + gap, position + gap + length, size)
                    : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

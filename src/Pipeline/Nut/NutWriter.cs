using System.Buffers;
using System.Buffers.Binary;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Nut;

/// <summary>
/// Writes raw frames with their times as a NUT stream that ffmpeg reads. The table of frame codes has one entry: a key
/// frame with time stamp and size.
/// </summary>
/// <param name="stream">The stream to write to; it stays the caller's.</param>
/// <param name="video">Size and time base of the frames.</param>
internal sealed class NutWriter(Stream stream, VideoFormat video)
{
    private const int Version = 3;
    private const int LargestDistance = 32768;
    private const int TimestampShift = 7;
    private const byte FrameCode = 0;
    private const byte SyncPointUnit = 16;

    private readonly ArrayBufferWriter<byte> _packet = new();
    private readonly ArrayBufferWriter<byte> _out = new();
    private long _position;
    private long _lastSyncPoint;

    /// <summary>Writes the headers, which stand before the frames.</summary>
    public ValueTask WriteHeaderAsync(CancellationToken cancellation)
    {
        _out.Write(NutFormat.FileId);
        AppendPacket(NutFormat.MainStart, PutMainHeader);
        AppendPacket(NutFormat.StreamStart, PutStreamHeader);
        return FlushAsync(cancellation);
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="pixels">All of its bytes.</param>
    /// <param name="timestamp">In ticks of the stream's time base; not negative, and more than that of the frame before.</param>
    /// <param name="cancellation">Ends the wait for the reader.</param>
    public async ValueTask WriteFrameAsync(ReadOnlyMemory<byte> pixels, long timestamp, CancellationToken cancellation)
    {
        // Each frame is longer than sync points may lie apart, or so short that one more does not matter.
        var position = _position;
        AppendPacket(NutFormat.SyncPointStart, () =>
        {
            Put(_packet, timestamp);
            Put(_packet, (position - _lastSyncPoint) / SyncPointUnit);
        });
        _lastSyncPoint = position;

        _out.Write([FrameCode]);
        Put(_out, timestamp + (1L << TimestampShift));
        Put(_out, pixels.Length);
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, NutFormat.Checksum(_out.WrittenSpan[^HeaderLength(timestamp, pixels.Length)..]));
        _out.Write(checksum);
        await FlushAsync(cancellation).ConfigureAwait(false);
        await stream.WriteAsync(pixels, cancellation).ConfigureAwait(false);
        _position += pixels.Length;
    }

    private static int HeaderLength(long timestamp, int size) => 1 + Length(timestamp + (1L << TimestampShift)) + Length(size);

    private void PutMainHeader()
    {
        Put(_packet, Version);
        Put(_packet, 1); // streams
        Put(_packet, LargestDistance);
        Put(_packet, 1); // time bases
        Put(_packet, video.TimeBase.Numerator);
        Put(_packet, video.TimeBase.Denominator);

        // One run that fills the table. Its size's low part is 0 throughout only for the first code, so the rest is a second run
        // that is invalid; 'N' counts in neither.
        PutRun(NutFrameFlags.Key | NutFrameFlags.CodedTimestamp | NutFrameFlags.SizeHighPart | NutFrameFlags.Checksum, count: 1);
        PutRun(NutFrameFlags.Invalid, count: 254);
        Put(_packet, 0); // elision headers beside the empty one
    }

    private void PutRun(NutFrameFlags flags, int count)
    {
        Put(_packet, (long)flags);
        Put(_packet, 6); // fields that follow
        Put(_packet, 0); // time stamp's delta
        Put(_packet, 1); // size multiplier
        Put(_packet, 0); // stream
        Put(_packet, 0); // size's low part
        Put(_packet, 0); // reserved fields
        Put(_packet, count);
    }

    private void PutStreamHeader()
    {
        Put(_packet, 0); // stream
        Put(_packet, NutFormat.VideoClass);
        PutBytes(NutFormat.FourCCOf(video.Layout));
        Put(_packet, 0); // time base
        Put(_packet, TimestampShift);
        Put(_packet, int.MaxValue); // largest distance of time stamps
        Put(_packet, 0); // decode delay
        Put(_packet, 0); // flags
        PutBytes([]); // codec's own data
        Put(_packet, video.Width);
        Put(_packet, video.Height);
        Put(_packet, video.SampleAspect.Numerator);
        Put(_packet, video.SampleAspect.Denominator);
        Put(_packet, 0); // color space: unknown
    }

    private void PutBytes(ReadOnlySpan<byte> bytes)
    {
        Put(_packet, bytes.Length);
        _packet.Write(bytes);
    }

    private void AppendPacket(ulong startCode, Action fill)
    {
        _packet.ResetWrittenCount();
        fill();
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, startCode);
        _out.Write(number);
        Put(_out, _packet.WrittenCount + sizeof(uint));
        _out.Write(_packet.WrittenSpan);
        BinaryPrimitives.WriteUInt32BigEndian(number, NutFormat.Checksum(_packet.WrittenSpan));
        _out.Write(number[..sizeof(uint)]);
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync(_out.WrittenMemory, cancellation).ConfigureAwait(false);
        _position += _out.WrittenCount;
        _out.ResetWrittenCount();
    }

    private static void Put(ArrayBufferWriter<byte> target, long value)
    {
        for (var shift = 7 * (Length(value) - 1); shift > 0; shift -= 7)
        {
            target.Write([(byte)(0x80 | ((value >> shift) & 0x7F))]);
        }

        target.Write([(byte)(value & 0x7F)]);
    }

    private static int Length(long value)
    {
        var length = 1;
        for (var rest = value >> 7; rest > 0; rest >>= 7)
        {
            length++;
        }

        return length;
    }
}

using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Nut;

/// <summary>Reads raw frames with their times from a NUT stream with one video stream, as ffmpeg's muxer writes it.</summary>
internal sealed class NutReader
{
    private const int LargestHeader = 1 << 20;
    private const int LargestSide = 1 << 16;

    private readonly NutByteReader _bytes;
    private NutMainHeader _header = null!;
    private int _timestampShift;
    private long _lastTimestamp;

    private NutReader(Stream stream) => _bytes = new NutByteReader(stream);

    /// <summary>Size and time base of the frames.</summary>
    public VideoFormat Video { get; private set; } = null!;

    /// <summary>Reads the headers.</summary>
    /// <exception cref="EndOfStreamException">The stream ends within them.</exception>
    /// <exception cref="InvalidDataException">They are damaged, or not of raw video.</exception>
    public static async Task<NutReader> OpenAsync(Stream stream, CancellationToken cancellation)
    {
        var reader = new NutReader(stream);
        var id = new byte[NutFormat.FileId.Length];
        await reader._bytes.ReadExactlyAsync(id, cancellation).ConfigureAwait(false);
        if (!id.AsSpan().SequenceEqual(NutFormat.FileId))
        {
            throw new InvalidDataException("NUT: the stream does not begin as a NUT file.");
        }

        while (reader.Video is null)
        {
            await reader.ReadPacketAsync(
                await reader._bytes.ReadByteAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }

        return reader;
    }

    /// <summary>Reads the next frame; the caller owns it.</summary>
    /// <returns>The frame, or null at the end of the stream.</returns>
    /// <exception cref="EndOfStreamException">The stream ends within a frame.</exception>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public async ValueTask<Frame?> ReadFrameAsync(CancellationToken cancellation)
    {
        while (await _bytes.TryReadByteAsync(cancellation).ConfigureAwait(false) is { } first)
        {
            if (first == NutFormat.StartCodeByte)
            {
                await ReadPacketAsync(first, cancellation).ConfigureAwait(false);
            }
            else
            {
                return await ReadFrameAsync(_header.FrameCodes[first], cancellation).ConfigureAwait(false);
            }
        }

        return null;
    }

    private async ValueTask<Frame> ReadFrameAsync(NutFrameCode code, CancellationToken cancellation)
    {
        var flags = code.Flags;
        if (flags.HasFlag(NutFrameFlags.CodedFlags))
        {
            flags ^= (NutFrameFlags)await _bytes.ReadUnsignedAsync(cancellation).ConfigureAwait(false);
        }

        if (flags.HasFlag(NutFrameFlags.Invalid) || flags.HasFlag(NutFrameFlags.SideData))
        {
            throw new InvalidDataException("NUT: a frame has a code that stands for nothing.");
        }

        var stream = await ReadIfAsync(NutFrameFlags.StreamId, code.StreamId).ConfigureAwait(false);
        _lastTimestamp = flags.HasFlag(NutFrameFlags.CodedTimestamp)
            ? Timestamp(await _bytes.ReadUnsignedAsync(cancellation).ConfigureAwait(false))
            : _lastTimestamp + code.TimestampDelta;
        var sizeHighPart = await ReadIfAsync(NutFrameFlags.SizeHighPart, 0).ConfigureAwait(false);
        await ReadIfAsync(NutFrameFlags.MatchTime, 0).ConfigureAwait(false);
        var elision = (int)await ReadIfAsync(NutFrameFlags.ElisionHeader, code.ElisionHeader).ConfigureAwait(false);
        var reserved = await ReadIfAsync(NutFrameFlags.Reserved, code.ReservedCount).ConfigureAwait(false);
        for (var i = 0; i < reserved; i++)
        {
            await _bytes.ReadUnsignedAsync(cancellation).ConfigureAwait(false);
        }

        if (flags.HasFlag(NutFrameFlags.Checksum))
        {
            await _bytes.ReadExactlyAsync(new byte[sizeof(uint)], cancellation).ConfigureAwait(false);
        }

        var size = unchecked((sizeHighPart * code.SizeMultiplier) + code.SizeLowPart);
        if (stream != 0 || elision >= _header.ElisionHeaders.Count || size != (long)Video.Width * Video.Height * Video.Layout.BytesPerPixel)
        {
            throw new InvalidDataException($"NUT: a frame of {size} bytes does not fit {Video.Width}×{Video.Height}.");
        }

        return await ReadPixelsAsync(_header.ElisionHeaders[elision], cancellation).ConfigureAwait(false);

        ValueTask<long> ReadIfAsync(NutFrameFlags flag, long otherwise) =>
            flags.HasFlag(flag) ? _bytes.ReadUnsignedAsync(cancellation) : ValueTask.FromResult(otherwise);
    }

    private async ValueTask<Frame> ReadPixelsAsync(ReadOnlyMemory<byte> beginning, CancellationToken cancellation)
    {
        var frame = new Frame(Video.Width, Video.Height, _lastTimestamp, Video.Layout);
        try
        {
            beginning[..Math.Min(beginning.Length, frame.ByteCount)].CopyTo(frame.Pixels);
            await _bytes.ReadExactlyAsync(frame.Pixels[beginning.Length..], cancellation).ConfigureAwait(false);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    // A small number holds the low bits of a time near the last one; a larger one is the time itself, moved out of their way.
    private long Timestamp(long coded)
    {
        var range = 1L << _timestampShift;
        if (coded >= range)
        {
            return coded - range;
        }

        var lowest = _lastTimestamp - ((range - 1) / 2);
        return ((coded - lowest) & (range - 1)) + lowest;
    }

    private async ValueTask ReadPacketAsync(byte first, CancellationToken cancellation)
    {
        var start = await _bytes.ReadStartCodeAsync(first, cancellation).ConfigureAwait(false);
        var length = await _bytes.ReadUnsignedAsync(cancellation).ConfigureAwait(false);
        if (length > NutFormat.LongPacket)
        {
            await _bytes.ReadExactlyAsync(new byte[sizeof(uint)], cancellation).ConfigureAwait(false);
        }

        if (length is < sizeof(uint) or > LargestHeader && start != NutFormat.IndexStart)
        {
            throw new InvalidDataException($"NUT: a header of {length} bytes cannot be.");
        }

        if (start == NutFormat.IndexStart)
        {
            await SkipAsync(length, cancellation).ConfigureAwait(false);
            return;
        }

        var packet = new byte[length];
        await _bytes.ReadExactlyAsync(packet, cancellation).ConfigureAwait(false);

        // A checksum that follows its data makes the checksum of both zero.
        if (NutFormat.Checksum(packet) != 0)
        {
            throw new InvalidDataException("NUT: the checksum of a header is wrong.");
        }

        Interpret(start, new NutPacket(packet.AsMemory(0, packet.Length - sizeof(uint))));
    }

    private void Interpret(ulong start, NutPacket packet)
    {
        switch (start)
        {
            case NutFormat.MainStart:
                _header = NutMainHeader.Parse(packet);
                break;
            case NutFormat.StreamStart when _header is not null:
                ReadStream(packet);
                break;
            case NutFormat.SyncPointStart when Video is not null:
                var time = packet.ReadUnsigned();
                var timeBase = _header.TimeBases[(int)(time % _header.TimeBases.Count)];
                _lastTimestamp = RescaleDown(time / _header.TimeBases.Count, timeBase, Video.TimeBase);
                break;
            case NutFormat.InfoStart:
                break;
            default:
                throw new InvalidDataException("NUT: a packet of unknown kind, or out of order.");
        }
    }

    private void ReadStream(NutPacket packet)
    {
        var (id, kind) = (packet.ReadUnsigned(), packet.ReadUnsigned());
        var fourCC = packet.ReadBytes();
        var timeBase = packet.ReadInt();
        _timestampShift = packet.ReadInt();
        packet.ReadUnsigned(); // largest distance of time stamps
        packet.ReadUnsigned(); // decode delay
        packet.ReadUnsigned(); // flags
        packet.ReadBytes(); // codec's own data
        var layout = NutFormat.LayoutOf(fourCC.Span);
        if (id != 0 || kind != NutFormat.VideoClass || layout is null
            || timeBase >= _header.TimeBases.Count || _timestampShift > 60)
        {
            throw new InvalidDataException("NUT: the stream is not one of raw video of a known layout.");
        }

        var (width, height) = (packet.ReadInt(), packet.ReadInt());
        if (width is < 1 or > LargestSide
            || height is < 1 or > LargestSide || (long)width * height * layout.BytesPerPixel > Array.MaxLength)
        {
            throw new InvalidDataException($"NUT: a picture of {width}×{height} is too large.");
        }

        var (aspectWidth, aspectHeight) = (packet.ReadInt(), packet.ReadInt());
        var aspect = aspectWidth > 0 && aspectHeight > 0 ? new Rational(aspectWidth, aspectHeight) : new Rational(1, 1);
        Video = new VideoFormat(width, height, _header.TimeBases[timeBase], aspect, layout);
    }

    private async ValueTask SkipAsync(long count, CancellationToken cancellation)
    {
        var unused = new byte[Math.Min(count, 1 << 16)];
        for (var left = count; left > 0; left -= unused.Length)
        {
            await _bytes.ReadExactlyAsync(unused.AsMemory(0, (int)Math.Min(left, unused.Length)), cancellation).ConfigureAwait(false);
        }
    }

    private static long RescaleDown(long ticks, Rational from, Rational to) => checked((long)(
        (Int128)ticks * from.Numerator * to.Denominator / ((Int128)from.Denominator * to.Numerator)));
}

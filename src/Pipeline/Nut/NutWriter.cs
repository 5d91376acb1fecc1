using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Nut;

/// <summary>
/// Writes raw frames with their times as a NUT stream that ffmpeg reads. <see cref="NutHeaders"/> has the
/// headers.
/// </summary>
/// <param name="stream">The stream to write to; it stays the caller's.</param>
/// <param name="video">Size and time base of the frames.</param>
internal sealed class NutWriter(Stream stream, VideoFormat video)
{
    private readonly NutFields _out = new();
    private long _position;
    private long _lastSyncPoint;

    /// <summary>Writes the headers, which stand before the frames.</summary>
    public ValueTask WriteHeaderAsync(CancellationToken cancellation)
    {
        _out.PutRaw(NutFormat.FileId);
        _out.PutPacket(NutFormat.MainStart, NutHeaders.Main(video.TimeBase));
        _out.PutPacket(
            NutFormat.StreamStart, NutHeaders.Stream(NutFormat.FourCCOf(video.Layout), video.Width, video.Height, video.SampleAspect));
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
        NutHeaders.PutFrame(_out, timestamp, pixels.Length, position - _lastSyncPoint);
        _lastSyncPoint = position;
        await FlushAsync(cancellation).ConfigureAwait(false);
        await stream.WriteAsync(pixels, cancellation).ConfigureAwait(false);
        _position += pixels.Length;
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync(_out.Written, cancellation).ConfigureAwait(false);
        _position += _out.Written.Length;
        _out.Clear();
    }
}

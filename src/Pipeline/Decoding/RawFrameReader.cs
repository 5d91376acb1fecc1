using System.Runtime.CompilerServices;
using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Reads raw frames, one after the other, from a stream without headers.</summary>
/// <param name="stream">The frames; it stays the caller's.</param>
/// <param name="format">What the frames are.</param>
/// <param name="name">What the stream is called in messages.</param>
/// <param name="maxFrames">The largest number of frames that are read.</param>
internal sealed class RawFrameReader(Stream stream, RawVideoFormat format, string name, long maxFrames) : IFrameSource
{
    /// <inheritdoc/>
    public MediaInfo Media { get; } = new(name)
    {
        Format = "rawvideo",
        PixelFormat = format.Pixels.ToString().ToLowerInvariant(),
        FrameRate = format.FrameRate,
        LastFrameDuration = TimeSpan.FromSeconds(1 / format.FrameRate.Value),
    };

    /// <inheritdoc/>
    public VideoFormat Video { get; } = new(
        format.Width, format.Height, format.FrameRate.Inverse, new Rational(1, 1),
        format.HasAlpha ? PixelLayout.Rgba32 : PixelLayout.Rgb24);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var index = 0L; index < maxFrames; index++)
        {
            if (await ReadFrameAsync(index, cancellation).ConfigureAwait(false) is not { } frame)
            {
                yield break;
            }

            yield return frame;
        }
    }

    /// <summary>Does nothing, because the stream is the caller's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<Frame?> ReadFrameAsync(long index, CancellationToken cancellation)
    {
        var raw = new Frame(format.Width, format.Height, index, format.Layout);
        var reading = stream.ReadAtLeastAsync(raw.Pixels, raw.ByteCount, throwOnEndOfStream: false, cancellation).AsTask();
        try
        {
            var read = await reading.WaitAsync(cancellation).ConfigureAwait(false);
            if (read == raw.ByteCount)
            {
                return ToRgb(raw);
            }

            raw.Dispose();
            return read == 0
                ? null
                : throw new InputException(
                    $"{name}: ends within frame {index + 1}: {raw.ByteCount - read} of its {raw.ByteCount} bytes are missing. "
                    + $"Are {RawVideoFormat.Named.Pixels} and {RawVideoFormat.Named.Size} right?");
        }
        catch
        {
            // A read of a terminal or a pipe cannot be cancelled, and may still write into the frame.
            _ = reading.ContinueWith(
                _ => raw.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private Frame ToRgb(Frame raw)
    {
        if (format.Conversion is not { } conversion)
        {
            return raw;
        }

        using (raw)
        {
            var frame = new Frame(raw.Width, raw.Height, raw.Timestamp, Video.Layout);
            using var source = FrameMat.Of(raw);
            using var target = FrameMat.Of(frame);
            Cv2.CvtColor(source.Mat, target.Mat, conversion);
            return frame;
        }
    }
}

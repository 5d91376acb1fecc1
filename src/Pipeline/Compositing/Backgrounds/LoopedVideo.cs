using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>
/// A video that begins again when it ends. At most two of its frames are in memory, the one that is shown and the next, so going back
/// in time means to decode from the start.
/// </summary>
internal sealed class LoopedVideo : IAsyncDisposable
{
    private readonly MediaInfo _media;
    private readonly double _pixelAspect;

    private VideoDecoder _decoder;
    private IAsyncEnumerator<Frame> _frames;
    private FittedPicture? _shown;
    private Frame? _next;
    private long _first;
    private long _lastGap;

    // When the present repetition began, and how long each takes, once that is known.
    private long _start;
    private long? _length;

    private LoopedVideo(MediaInfo media, double pixelAspect, VideoDecoder decoder, CancellationToken cancellation)
    {
        (_media, _decoder) = (media, decoder);
        _frames = decoder.ReadFramesAsync(cancellation).GetAsyncEnumerator(cancellation);
        _pixelAspect = decoder.Video.PixelAspect * pixelAspect;
    }

    /// <summary>The time base of the times.</summary>
    public Rational TimeBase => _decoder.Video.TimeBase;

    /// <summary>Opens a file and reads its first frame.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixelAspect">How many times wider a square pixel is shown than the canvas' pixels are.</param>
    /// <param name="cancellation">Ends the wait, and the waits for all later frames.</param>
    /// <exception cref="InputException">ffmpeg cannot read it, or it has no frames.</exception>
    public static async Task<LoopedVideo> OpenAsync(string path, double pixelAspect, CancellationToken cancellation)
    {
        var media = await MediaProbe.ReadFileAsync(path, stream: null, cancellation).ConfigureAwait(false);
        media = await RangeProbe.WithEndAsync(media, ClipRange.All, cancellation).ConfigureAwait(false);
        var decoder = await VideoDecoder.OpenFileAsync(media, new DecoderOptions(), cancellation).ConfigureAwait(false);
        var video = new LoopedVideo(media, pixelAspect, decoder, cancellation);
        try
        {
            await video.BeginAsync().ConfigureAwait(false);
            return video;
        }
        catch
        {
            await video.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The frame that is shown at a time. It stays this object's, and is valid until the next call.</summary>
    /// <param name="time">The time in ticks; negative times count as 0.</param>
    /// <param name="cancellation">Ends the wait. The object can only be disposed then.</param>
    public async ValueTask<FittedPicture> ShownAtAsync(long time, CancellationToken cancellation)
    {
        time = Math.Max(0, time);
        if (time < _start + (_shown!.Timestamp - _first))
        {
            _start = 0;
            await RestartAsync(cancellation).ConfigureAwait(false);
        }

        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_next is not null)
            {
                if (time < _start + (_next.Timestamp - _first))
                {
                    return _shown;
                }

                await AdvanceAsync().ConfigureAwait(false);
            }
            else if (_length is not { } length || time < _start + length)
            {
                return _shown;
            }
            else
            {
                _start += (time - _start) / length * length;
                await RestartAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends ffmpeg and gives the memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        _shown?.Dispose();
        _next?.Dispose();
        await _frames.DisposeAsync().ConfigureAwait(false);
        await _decoder.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RestartAsync(CancellationToken cancellation)
    {
        await _frames.DisposeAsync().ConfigureAwait(false);
        await _decoder.DisposeAsync().ConfigureAwait(false);
        _next?.Dispose();
        _next = null;
        _decoder = await VideoDecoder.OpenFileAsync(_media, new DecoderOptions(), cancellation).ConfigureAwait(false);
        _frames = _decoder.ReadFramesAsync(cancellation).GetAsyncEnumerator(cancellation);
        await BeginAsync().ConfigureAwait(false);
    }

    private async Task BeginAsync()
    {
        _next = await ReadAsync().ConfigureAwait(false)
            ?? throw new InputException($"{_media.Name}: has no frames; give another background.");
        _first = _next.Timestamp;
        await AdvanceAsync().ConfigureAwait(false);
    }

    private async Task AdvanceAsync()
    {
        _shown?.Dispose();
        _shown = new FittedPicture(_next!, _pixelAspect);
        _next = null;
        _next = await ReadAsync().ConfigureAwait(false);
        if (_next is not null)
        {
            _lastGap = _next.Timestamp - _shown.Timestamp;
        }
        else if (_shown.Timestamp > _first)
        {
            _length = _shown.Timestamp - _first + Math.Max(1, LastFrameTicks());
        }
    }

    private async ValueTask<Frame?> ReadAsync() => await _frames.MoveNextAsync().ConfigureAwait(false) ? _frames.Current : null;

    // As long as the container says, or else as long as the frame before it.
    private long LastFrameTicks() => _media.LastFrameDuration is { } duration
        ? new Rational(1, TimeSpan.TicksPerSecond).Rescale(duration.Ticks, TimeBase)
        : _lastGap;
}

using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// A clip whose frames are stencils, each from its time on, the first one also before, and the last one to the end. It is decoded in step
/// with the mattes, so that at most two of its frames are in memory.
/// </summary>
/// <param name="path">The file; it is opened when the first stencil is asked for.</param>
/// <param name="clock">Tells the times of the mattes.</param>
internal sealed class StencilClip(string path, FrameClock clock) : IAsyncDisposable
{
    private VideoDecoder? _decoder;
    private IAsyncEnumerator<Frame>? _frames;
    private MatteStencil? _shown;
    private TimeSpan _shownFrom;
    private Frame? _next;
    private bool _hasTransparency;

    /// <summary>The stencil at a time. Times need not rise, but going back means to decode from the start.</summary>
    /// <exception cref="InputException">ffmpeg cannot read the file, or it has no frames.</exception>
    public async ValueTask<MatteStencil> ShownAtAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (_shown is null || time < _shownFrom)
        {
            await DisposeAsync().ConfigureAwait(false);
            await BeginAsync(cancellation).ConfigureAwait(false);
        }

        while (_next is not null && TimeOf(_next) <= time)
        {
            await AdvanceAsync().ConfigureAwait(false);
        }

        return _shown!;
    }

    /// <summary>Ends ffmpeg and gives the memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        _next?.Dispose();
        (_next, _shown) = (null, null);
        if (_frames is not null)
        {
            await _frames.DisposeAsync().ConfigureAwait(false);
            _frames = null;
        }

        if (_decoder is not null)
        {
            await _decoder.DisposeAsync().ConfigureAwait(false);
            _decoder = null;
        }
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        _hasTransparency = false;
        _decoder = await VideoDecoder.OpenFileAsync(path, new DecoderOptions(), cancellation).ConfigureAwait(false);
        _frames = _decoder.ReadFramesAsync(cancellation).GetAsyncEnumerator(cancellation);
        _next = await ReadAsync().ConfigureAwait(false) ?? throw new InputException($"{path}: has no frames; give another clip.");
        await AdvanceAsync().ConfigureAwait(false);
        _shownFrom = TimeSpan.MinValue;
    }

    private async Task AdvanceAsync()
    {
        _shownFrom = TimeOf(_next!);
        _shown = ToStencil(_next!);
        _next!.Dispose();
        _next = null;
        _next = await ReadAsync().ConfigureAwait(false);
    }

    private async ValueTask<Frame?> ReadAsync() => await _frames!.MoveNextAsync().ConfigureAwait(false) ? _frames.Current : null;

    // The earliest time of a matte at which the frame is shown. Times of the same frame may be rounded otherwise in the two containers.
    private TimeSpan TimeOf(Frame frame)
    {
        var own = FrameClock.Of(_decoder!.Media, _decoder.Video.TimeBase);
        return own.TimeOf(frame) - own.Rounding - clock.Rounding - TimeSpan.FromTicks(1);
    }

    // A frame that is opaque everywhere may be one of a clip whose alpha says nothing, unless another one had some transparency.
    private MatteStencil ToStencil(Frame frame)
    {
        using var pixels = FrameMat.Of(frame);
        if (frame.Layout.HasAlpha)
        {
            using var alpha = pixels.Mat.OwnAlpha();
            _hasTransparency |= MatteStencil.IsTransparent(alpha);
            if (_hasTransparency)
            {
                return new MatteStencil(alpha);
            }
        }

        using var gray = pixels.Mat.CvtColor(
            frame.Layout.HasAlpha ? ColorConversionCodes.RGBA2GRAY : ColorConversionCodes.RGB2GRAY);
        return new MatteStencil(gray);
    }
}

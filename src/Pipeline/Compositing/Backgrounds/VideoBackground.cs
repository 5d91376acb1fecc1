using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>A video or GIF that runs beside the clip, from both clips' time 0, and over again when it ends.</summary>
internal sealed class VideoBackground : IBackground
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly LoopedVideo _video;
    private readonly VideoFormat _clip;

    private VideoBackground(LoopedVideo video, VideoFormat clip) => (_video, _clip) = (video, clip);

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">ffmpeg cannot read it.</exception>
    public static async Task<VideoBackground> OpenAsync(string path, VideoFormat clip, CancellationToken cancellation) =>
        new(await LoopedVideo.OpenAsync(path, 1 / clip.PixelAspect, cancellation).ConfigureAwait(false), clip);

    /// <inheritdoc/>
    public async ValueTask PaintAsync(MattedFrame matted, Frame canvas, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var time = _clip.TimeBase.Rescale(matted.Frame.Timestamp, _video.TimeBase);
            (await _video.ShownAtAsync(time, cancellation).ConfigureAwait(false)).Paint(canvas);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _video.DisposeAsync().ConfigureAwait(false);
        _one.Dispose();
    }
}

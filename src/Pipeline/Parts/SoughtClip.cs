using System.Runtime.CompilerServices;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>
/// The frames of a run from some time on, exactly as the whole run would have them: the same pictures with the same time stamps, which
/// count from the beginning of the run's range.
/// </summary>
/// <remarks>
/// Decoding begins a little earlier than is asked for. The first frames behind a place that was sought may lack what they refer to (open
/// groups of pictures, deinterlacing), and are not given.
/// </remarks>
internal sealed class SoughtClip : IFrameSource
{
    private readonly VideoDecoder _decoder;
    private readonly TimeSpan? _from;
    private readonly FrameClock _clock;
    private readonly long _shift;

    private SoughtClip(VideoDecoder decoder, TimeSpan? from, FrameClock clock, long shift) =>
        (_decoder, _from, _clock, _shift) = (decoder, from, clock, shift);

    /// <inheritdoc/>
    public MediaInfo Media => _decoder.Media;

    /// <inheritdoc/>
    public VideoFormat Video => _decoder.Video;

    /// <summary>Starts to decode.</summary>
    /// <param name="media">The clip.</param>
    /// <param name="run">What the whole run decodes, and into what.</param>
    /// <param name="from">The time of the first frame that is wanted, after the clip's beginning; null for the range's beginning.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">ffmpeg cannot decode it.</exception>
    public static async Task<SoughtClip> OpenAsync(
        MediaInfo media, DecoderOptions run, TimeSpan? from, CancellationToken cancellation)
    {
        var range = run.Range with { MaxFrames = null };
        if (from - ExactSeek.Margin is { } early && early > range.Start)
        {
            range = range with { From = early };
        }

        var decoder = await VideoDecoder.OpenFileAsync(media, run with { Range = range }, cancellation).ConfigureAwait(false);
        var ticks = decoder.Video.TimeBase;
        var shift = InputArguments.TicksBefore(media, range, ticks) - InputArguments.TicksBefore(media, run.Range, ticks);
        return new SoughtClip(decoder, from, new FrameClock(ticks, run.Range.Start), shift);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var frame in _decoder.ReadFramesAsync(cancellation).ConfigureAwait(false))
        {
            var moved = frame.MovedTo(frame.Timestamp + _shift);
            if (_clock.TimeOf(moved) < _from)
            {
                moved.Dispose();
                continue;
            }

            yield return moved;
        }
    }

    /// <summary>Ends ffmpeg if it still runs.</summary>
    public ValueTask DisposeAsync() => _decoder.DisposeAsync();
}

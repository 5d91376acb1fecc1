using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>The frames that the stages need of a clip for one part: the part's own, those of the run-in and those of the run-out.</summary>
/// <param name="clip">The frames from the run-in's beginning on; it becomes this object's.</param>
/// <param name="window">The frames of the part.</param>
/// <param name="after">How many frames behind the part are needed.</param>
/// <param name="end">The time from which on the run has no frames; null where the clip's end is the run's.</param>
/// <param name="clock">Tells the frames' times.</param>
internal sealed class PartSource(SoughtClip clip, PartWindow window, int after, TimeSpan? end, FrameClock clock) : IFrameSource
{
    /// <inheritdoc/>
    public MediaInfo Media => clip.Media;

    /// <inheritdoc/>
    public VideoFormat Video => clip.Video;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var behind = 0;
        await foreach (var frame in clip.ReadFramesAsync(cancellation).ConfigureAwait(false))
        {
            var time = clock.TimeOf(frame);
            behind += window.IsBehind(time) ? 1 : 0;
            if (time >= end || behind > after)
            {
                frame.Dispose();
                yield break;
            }

            yield return frame;
        }
    }

    /// <summary>Ends ffmpeg if it still runs.</summary>
    public ValueTask DisposeAsync() => clip.DisposeAsync();
}

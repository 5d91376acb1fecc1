using System.Runtime.CompilerServices;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>
/// The frames that belong to a part: those whose time is in a half-open interval. It counts those that pass.
/// </summary>
/// <param name="begin">The time at which it begins, after the clip's beginning; null for the beginning of the range.</param>
/// <param name="end">The time at which it ends; null for the end of the range.</param>
/// <param name="clock">Tells the frames' times.</param>
internal sealed class PartWindow(TimeSpan? begin, TimeSpan? end, FrameClock clock)
{
    /// <summary>A part without frames.</summary>
    public static PartWindow Empty(FrameClock clock) => new(TimeSpan.MaxValue, TimeSpan.MinValue, clock);

    /// <summary>How many frames of the part have passed.</summary>
    public long Count { get; private set; }

    /// <summary>The time stamp of the first frame that passed.</summary>
    public long First { get; private set; }

    /// <summary>The time stamp of the last frame that passed.</summary>
    public long Last { get; private set; }

    /// <summary>Whether a time lies behind the part.</summary>
    public bool IsBehind(TimeSpan time) => end is not null && time >= end;

    /// <summary>The frames of the part; the others are disposed.</summary>
    public async IAsyncEnumerable<MattedFrame> InsideAsync(
        IAsyncEnumerable<MattedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            var time = clock.TimeOf(frame.Frame);
            if (time < begin || IsBehind(time))
            {
                frame.Dispose();
                continue;
            }

            First = Count == 0 ? frame.Frame.Timestamp : First;
            Last = frame.Frame.Timestamp;
            Count++;
            yield return frame;
        }
    }
}

using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Encoding;

/// <summary>Places frames in an output's time, counted as the container counts it.</summary>
/// <param name="source">The time base of the frames.</param>
/// <param name="container">The container of the output.</param>
/// <param name="keepsStart">Whether the first frame keeps its time, because there is sound beside it; otherwise it is at 0.</param>
internal sealed class OutputTimeline(Rational source, Container container, bool keepsStart)
{
    private const long MostTicks = int.MaxValue;

    private readonly GifTimeline? _gif = container.IsGif ? new GifTimeline(source) : null;
    private long _origin;
    private long _last = -1;

    /// <summary>
    /// The time base of the output's frames, which is the muxer's. ffmpeg 5.1 hands packets in the muxer's time base to filters that
    /// expect the encoder's, so the two have to be the same.
    /// </summary>
    public Rational TimeBase { get; } = container.Clock ?? Countable(source, container.LeastTicks);

    /// <summary>
    /// The time stamp of the clip's first frame where the frames begin later than the clip, so that their times are rounded as those of the
    /// whole clip are; null where the first frame that comes is the clip's.
    /// </summary>
    public long? ClipStart { get; init; }

    /// <summary>The time of the first frame.</summary>
    public TimeSpan First { get; private set; }

    /// <summary>The time of the first frame in the clip, after the beginning of the range that is wanted.</summary>
    public TimeSpan Lead { get; private set; }

    /// <summary>The time of the last frame so far.</summary>
    public TimeSpan Last => Time(_last);

    /// <summary>Sets the first frame's time; to be called before the frame is placed.</summary>
    public void Begin(long timestamp)
    {
        _origin = keepsStart ? 0 : ClipStart ?? timestamp;
        Lead = new TimeSpan(source.Rescale(timestamp, new Rational(1, TimeSpan.TicksPerSecond)));
        First = Time(source.Rescale(timestamp - _origin, TimeBase));
    }

    /// <summary>The time of the next frame, in ticks of <see cref="TimeBase"/>; null where it has to be left out.</summary>
    public long? Place(long timestamp)
    {
        // Encoders refuse two frames of one time.
        var time = _gif is null ? Math.Max(_last + 1, source.Rescale(timestamp - _origin, TimeBase)) : _gif.Place(timestamp - _origin);
        _last = time ?? _last;
        return time;
    }

    /// <summary>When a frame is shown in the output, whatever frames were placed; to be called after <see cref="Begin"/>.</summary>
    public TimeSpan TimeOf(long timestamp) => Time(source.Rescale(timestamp - _origin, TimeBase));

    // One over a whole number. Times stay exact unless that number is more than a field of MP4 holds.
    private static Rational Countable(Rational source, long least)
    {
        var ticks = source.Denominator;
        while (ticks < least)
        {
            ticks *= 2;
        }

        return new Rational(1, Math.Min(ticks, MostTicks));
    }

    private TimeSpan Time(long ticks) => new(TimeBase.Rescale(ticks, new Rational(1, TimeSpan.TicksPerSecond)));
}

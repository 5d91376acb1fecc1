using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Media;

/// <summary>Tells the time of a clip at its frames.</summary>
/// <param name="TimeBase">Seconds in a tick of the frames' time stamps.</param>
/// <param name="Start">The clip's time at time stamp 0.</param>
internal readonly record struct FrameClock(Rational TimeBase, TimeSpan Start = default)
{
    // GIF has the longest ticks, of 10 ms, among containers that round.
    private static readonly TimeSpan MostRounding = TimeSpan.FromMilliseconds(5);

    /// <summary>Seconds in a tick of the container's times, to which they are rounded; null where that is the time base.</summary>
    public Rational? StoredTimeBase { get; init; }

    /// <summary>How far the time of a frame may be off because the container rounded it.</summary>
    public TimeSpan Rounding
    {
        get
        {
            var seconds = (StoredTimeBase ?? TimeBase).Value / 2;
            return seconds < MostRounding.TotalSeconds ? TimeSpan.FromSeconds(seconds) : MostRounding;
        }
    }

    /// <summary>A clock of a clip.</summary>
    /// <param name="media">The clip.</param>
    /// <param name="timeBase">Seconds in a tick of the decoded frames.</param>
    /// <param name="start">The clip's time at time stamp 0, in such ticks.</param>
    public static FrameClock Of(MediaInfo media, Rational timeBase, long start = 0) =>
        new(timeBase, Time(timeBase, start)) { StoredTimeBase = media.TimeBase };

    /// <summary>The clip's time when a frame is shown.</summary>
    public TimeSpan TimeOf(Frame frame) => Start + Time(TimeBase, frame.Timestamp);

    private static TimeSpan Time(Rational timeBase, long ticks) =>
        TimeSpan.FromTicks(timeBase.Rescale(ticks, new Rational(1, TimeSpan.TicksPerSecond)));
}

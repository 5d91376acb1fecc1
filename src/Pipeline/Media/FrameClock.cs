using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Media;

/// <summary>Tells the time of a clip at its frames.</summary>
/// <param name="TimeBase">Seconds in a tick of the frames' time stamps.</param>
/// <param name="Start">The clip's time at time stamp 0.</param>
internal readonly record struct FrameClock(Rational TimeBase, TimeSpan Start = default)
{
    /// <summary>The clip's time when a frame is shown.</summary>
    public TimeSpan TimeOf(Frame frame) =>
        Start + TimeSpan.FromTicks(TimeBase.Rescale(frame.Timestamp, new Rational(1, TimeSpan.TicksPerSecond)));
}

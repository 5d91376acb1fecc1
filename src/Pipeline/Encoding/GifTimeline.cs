using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// Places frames on GIF's grid of hundredths of a second. Absolute times are rounded, so no error adds up: 30 frames a second
/// become delays of 3, 3, 4, 3, 3, 4… Frames that would be shown for less than two hundredths are left out, because players
/// show such frames for ten.
/// </summary>
/// <param name="timeBase">The time base of the frames.</param>
internal sealed class GifTimeline(Rational timeBase)
{
    private const int ShortestDelay = 2;
    private const int LongestDelay = ushort.MaxValue;

    private long? _last;

    /// <summary>A frame's duration in hundredths of a second, within what GIF can say and players show.</summary>
    public static int ToDelay(TimeSpan duration) => (int)Math.Clamp(Math.Round(duration.TotalSeconds * 100), ShortestDelay, LongestDelay);

    /// <summary>The time of the next frame in hundredths of a second, or null where it has to be left out.</summary>
    public long? Place(long timestamp)
    {
        var place = timeBase.Rescale(timestamp, Containers.Hundredths);
        if (place < _last + ShortestDelay)
        {
            return null;
        }

        _last = place;
        return place;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace U2Video.Pipeline.Media;

/// <summary>
/// The name of a frame by a clock that counts frames (SMPTE ST 12-1): <c>hh:mm:ss:ff</c>. At 29.97 and 59.94 frames a second a clock that
/// counts to 30 and 60 runs late, so that a drop-frame clock, <c>hh:mm:ss;ff</c>, leaves out the first two (four) numbers of every minute,
/// except in each tenth minute.
/// </summary>
/// <param name="Number">Frames since 00:00:00:00, 0 or more.</param>
/// <param name="FramesPerSecond">The number of frames that the clock counts in a second.</param>
/// <param name="DropsFrames">Whether it leaves out numbers.</param>
internal sealed partial record Timecode(long Number, int FramesPerSecond, bool DropsFrames)
{
    private const int MinuteSeconds = 60;
    private const int TenMinutes = 10;
    private const int DayMinutes = 24 * 60;

    // At a rate of 30.
    private const int DroppedPerMinute = 2;

    private int Dropped => DropsFrames ? DroppedPerMinute * FramesPerSecond / 30 : 0;

    private long MinuteFrames => (MinuteSeconds * FramesPerSecond) - Dropped;

    private long TenMinuteFrames => (TenMinutes * MinuteFrames) + Dropped;

    private long DayFrames => TenMinuteFrames * (DayMinutes / TenMinutes);

    /// <summary>Reads a timecode as ffprobe gives it.</summary>
    /// <param name="text"><c>hh:mm:ss:ff</c>, with a semicolon or a dot before the frames where numbers are dropped.</param>
    /// <param name="rate">The clip's frames a second.</param>
    /// <returns>The timecode; null where the text is not a timecode, or not one at this rate.</returns>
    public static Timecode? TryParse(string? text, Rational? rate)
    {
        var match = Pattern().Match(text ?? "");
        if (!match.Success || rate is not { Value: > 0.5 and < 1000 })
        {
            return null;
        }

        var counted = (int)Math.Round(rate.Value.Value);
        var drops = match.Groups[4].Value != ":" && counted % 30 == 0;
        var (hours, minute, second, frame) = (Value(1), Value(2), Value(3), Value(5));
        if (hours > 23 || minute >= MinuteSeconds || second >= MinuteSeconds || frame >= counted)
        {
            return null;
        }

        var clock = new Timecode(0, counted, drops);
        var minutes = (hours * MinuteSeconds) + minute;
        var number = ((((minutes * MinuteSeconds) + second) * (long)counted) + frame)
            - (clock.Dropped * (minutes - (minutes / TenMinutes)));
        return clock with { Number = number };

        int Value(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>The timecode a number of frames later; after a day it starts again.</summary>
    public Timecode Add(long frames) => this with { Number = (((Number + frames) % DayFrames) + DayFrames) % DayFrames };

    /// <summary><c>hh:mm:ss:ff</c>, with a semicolon before the frames where numbers are dropped.</summary>
    public override string ToString()
    {
        // The first of ten minutes has all its numbers.
        var (tens, rest) = Math.DivRem(Number, TenMinuteFrames);
        var first = MinuteFrames + Dropped;
        var skipped = (9 * Dropped * tens) + (rest < first ? 0 : Dropped * (1 + ((rest - first) / MinuteFrames)));
        var (seconds, frame) = Math.DivRem(Number + skipped, FramesPerSecond);
        var (minutes, second) = Math.DivRem(seconds, MinuteSeconds);
        var (hour, minute) = Math.DivRem(minutes, MinuteSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{hour:D2}:{minute:D2}:{second:D2}{(DropsFrames ? ';' : ':')}{frame:D2}");
    }

    [GeneratedRegex(@"^([0-9]{2}):([0-9]{2}):([0-9]{2})([:;.])([0-9]{2,3})$")]
    private static partial Regex Pattern();
}

using System.Globalization;

namespace U2Video.Cli.Parsing;

/// <summary>Writes times in a clip as <see cref="ClipTime"/> reads them.</summary>
internal static class ClipTimeText
{
    /// <summary>Seconds, rounded down to milliseconds: the first frame from there on is the one that is shown at the time.</summary>
    public static string Exact(TimeSpan time) =>
        (Math.Floor(time.TotalMilliseconds) / 1000).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>For people: <c>0:02.480</c> or <c>1:02:03.480</c>.</summary>
    public static string Readable(TimeSpan time) =>
        time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss\.fff" : @"m\:ss\.fff", CultureInfo.InvariantCulture);
}

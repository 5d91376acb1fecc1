namespace U2Video.Plugin;

/// <summary>Times as hosts give them. The interface of frei0r asks for seconds; ffmpeg gives milliseconds.</summary>
internal static class HostTime
{
    // What loads filters in MLT and in GStreamer. Both may have ffmpeg's libraries in memory too, but it is not these that call then.
    private static readonly string[] HostsWithSeconds = ["libmltfrei0r", "libgstfrei0r"];

    private const string HostWithMilliseconds = "libavfilter";

    // ffmpeg's value for "no time" is −2⁶³ ticks, whatever a tick is.
    private const double Impossible = -1e9;

    private static readonly Lazy<double> SecondsOfUnit = new(() => SecondsOf(Libraries(), Environment.ProcessPath ?? ""));

    /// <summary>A time in seconds; NaN where the host knows none.</summary>
    public static double Seconds(double time) => Seconds(time, SecondsOfUnit.Value);

    /// <summary>A time in seconds, for a unit of as many seconds.</summary>
    internal static double Seconds(double time, double secondsOfUnit) =>
        double.IsFinite(time) && time > Impossible ? time * secondsOfUnit : double.NaN;

    /// <summary>How many seconds the unit of a host is, which is known by what it has in memory.</summary>
    /// <param name="libraries">The lines of <c>/proc/self/maps</c>.</param>
    /// <param name="program">The host's file; an ffmpeg of one file has no libraries.</param>
    internal static double SecondsOf(IReadOnlyCollection<string> libraries, string program)
    {
        if (HostsWithSeconds.Any(Has))
        {
            return 1;
        }

        return Has(HostWithMilliseconds) || Path.GetFileName(program).StartsWith("ff", StringComparison.Ordinal) ? 0.001 : 1;

        bool Has(string library) => libraries.Any(line => line.Contains(library, StringComparison.Ordinal));
    }

    private static string[] Libraries()
    {
        try
        {
            return File.ReadAllLines("/proc/self/maps");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

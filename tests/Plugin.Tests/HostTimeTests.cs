namespace U2Video.Plugin.Tests;

/// <summary>Hosts give times in different units, and some do not know them.</summary>
public sealed class HostTimeTests
{
    [Theory]
    [InlineData("7f00 r-xp /usr/lib/x86_64-linux-gnu/libavfilter.so.8", "/usr/bin/ffmpeg", 0.001)]
    [InlineData("7f00 r-xp /usr/lib/x86_64-linux-gnu/libavfilter.so.8", "/usr/bin/mpv", 0.001)]
    [InlineData("7f00 r-xp /usr/lib/libc.so.6", "/opt/ffmpeg-static/ffmpeg", 0.001)]
    [InlineData("7f00 r-xp /usr/lib/mlt-7/libmltfrei0r.so;7f01 r-xp /usr/lib/libavfilter.so.8", "/usr/bin/melt", 1)]
    [InlineData("7f00 r-xp /usr/lib/gstreamer-1.0/libgstfrei0r.so;7f01 r-xp /usr/lib/libavfilter.so.8", "/usr/bin/gst-launch-1.0", 1)]
    [InlineData("7f00 r-xp /usr/lib/libc.so.6", "/usr/bin/veejay", 1)]
    public void The_unit_is_known_by_what_the_host_has_loaded(string libraries, string program, double seconds) =>
        Assert.Equal(seconds, HostTime.SecondsOf(libraries.Split(';'), program));

    [Theory]
    [InlineData(40, 0.001, 0.04)]
    [InlineData(0.84, 1, 0.84)]
    [InlineData(-9.22337e18, 1, double.NaN)]
    [InlineData(-7.20576e17, 0.001, double.NaN)]
    [InlineData(double.PositiveInfinity, 1, double.NaN)]
    public void A_time_that_cannot_be_is_none(double given, double unit, double expected) =>
        Assert.Equal(expected, HostTime.Seconds(given, unit), 9);
}

using U2Video.Pipeline.Notices;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Frames, their times and their rates, from container to container.</summary>
public sealed class TimingTests : ClipTests
{
    private const double HalfTick = 0.0006;
    private const double HalfCentisecond = 0.0051;

    [Theory]
    [InlineData("30000/1001")]
    [InlineData("25")]
    public async Task A_constant_rate_is_kept_exactly(string rate)
    {
        var input = Make("in.mp4", $"testsrc2=s=64x48:r={rate}:d=1.6", "-pix_fmt", "yuv420p", "-bf", "2");

        await RunAsync(input, Original("out.mp4"), Original("out.mov"), Original("out.mkv"), Original("out.gif"));

        var times = Ffmpeg.FrameTimes(input);
        foreach (var name in new[] { "out.mp4", "out.mov", "out.mkv", "out.gif" })
        {
            AssertTimes(times, Ffmpeg.FrameTimes(At(name)), name.EndsWith("gif", StringComparison.Ordinal) ? HalfCentisecond : HalfTick);
            Assert.InRange(Math.Abs(Ffmpeg.Duration(input) - Ffmpeg.Duration(At(name))), 0, 0.0101);
        }

        var frames = rate.Contains('/', StringComparison.Ordinal) ? rate : rate + "/1";
        Assert.Equal(frames, Ffmpeg.Field(At("out.mp4"), "avg_frame_rate"));
        Assert.Equal(frames, Ffmpeg.Field(At("out.mov"), "avg_frame_rate"));
        Assert.Equal(frames, Ffmpeg.Field(At("out.mkv"), "avg_frame_rate"));
    }

    [Fact]
    public async Task A_hundred_silent_frames_at_ten_a_second_last_ten_seconds()
    {
        var input = Make("in.mp4", "testsrc2=s=32x32:r=10:d=10");

        await RunAsync(input, Original("out.mp4"), Original("out.mkv"), Original("out.gif"));

        foreach (var name in new[] { "out.mp4", "out.mkv", "out.gif" })
        {
            Assert.Equal((name, 100), (name, Ffmpeg.FrameTimes(At(name)).Count));
            Assert.Equal(10.00, Ffmpeg.Duration(At(name)), 0.0011);
        }
    }

    [Theory]
    [InlineData("mkv")]
    [InlineData("gif")]
    public async Task The_last_frame_is_shown_as_long_as_it_was(string from)
    {
        var input = Make("in." + from, "testsrc2=s=32x32:r=10:d=1");

        await RunAsync(input, Original("out.mp4"), Original("out.webm"), Original("out.gif"), Original("out.apng"));

        Assert.Equal(1.00, Ffmpeg.Duration(At("out.mp4")), 0.0011);
        Assert.Equal(1.00, Ffmpeg.Duration(At("out.webm")), 0.0011);
        Assert.Equal(1.00, Ffmpeg.Duration(At("out.gif")), 0.0011);
        Assert.Equal(1.00, Ffmpeg.Extent(At("out.apng"), "v:0").End, 0.0011);
    }

    [Fact]
    public async Task Variable_times_stay_variable()
    {
        var input = Make(
            "in.mkv", "testsrc2=s=64x48:r=25:d=3", "-vf", "select='not(mod(n,7))+not(mod(n,5))'", "-fps_mode", "passthrough", "-c:v",
            "libx264");

        await RunAsync(input, Original("out.mp4"), Original("out.mkv"), Original("out.webm"), Original("out.gif"), Original("out.nut"));

        var times = Ffmpeg.FrameTimes(input);
        Assert.True(times.Zip(times.Skip(1), (a, b) => Math.Round(b - a, 2)).Distinct().Count() > 2);
        AssertTimes(times, Ffmpeg.FrameTimes(At("out.mp4")), HalfTick);
        AssertTimes(times, Ffmpeg.FrameTimes(At("out.mkv")), HalfTick);
        AssertTimes(times, Ffmpeg.FrameTimes(At("out.webm")), HalfTick);
        AssertTimes(times, Ffmpeg.FrameTimes(At("out.gif")), HalfCentisecond);
        AssertTimes(times, Ffmpeg.FrameTimes(At("out.nut")), HalfTick);
    }

    [Fact]
    public async Task Frames_that_an_edit_list_leaves_out_stay_out()
    {
        var whole = Make("whole.mp4", "testsrc2=s=64x48:r=25:d=2", "-g", "50", "-bf", "2");
        Ffmpeg.Run("-ss", "0.4", "-i", whole, "-c", "copy", At("in.mp4"));
        var times = Ffmpeg.FrameTimes(At("in.mp4"));

        await RunAsync(At("in.mp4"), Original("out.mp4"));

        Assert.InRange(times.Count, 39, 41);
        AssertTimes([.. times.Select(time => time - times[0])], Ffmpeg.FrameTimes(At("out.mp4")), HalfTick);
        Assert.Equal(1.6, Ffmpeg.Duration(At("out.mp4")), 0.041);
    }

    [Fact]
    public async Task A_clip_that_starts_hours_after_0_starts_at_0()
    {
        var input = Make("in.ts", "testsrc2=s=64x48:r=25:d=1", "-c:v", "libx264", "-output_ts_offset", "36000");
        Assert.True(Ffmpeg.FrameTimes(input)[0] > 36000);

        await RunAsync(input, Original("out.mp4"), Original("out.mkv"));

        Assert.Equal(25, Ffmpeg.FrameTimes(At("out.mp4")).Count);
        Assert.Equal(0, Ffmpeg.FrameTimes(At("out.mp4"))[0], 0.001);
        Assert.Equal(0, Ffmpeg.FrameTimes(At("out.mkv"))[0], 0.001);
        Assert.Equal(1, Ffmpeg.Duration(At("out.mp4")), 0.001);
    }

    [Fact]
    public async Task A_raster_of_half_pictures_becomes_whole_ones()
    {
        var input = Make(
            "in.mkv", "testsrc2=s=64x48:r=50:d=1", "-vf", "interlace", "-flags", "+ildct+ilme", "-c:v", "mpeg2video", "-q:v", "2");

        var notices = await RunAsync(input, options => options, Original("out.mkv"));

        Assert.Contains(new InterlacedNotice(input), notices);
        AssertTimes(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(At("out.mkv")), HalfTick);
    }

    internal static void AssertTimes(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
    }
}

using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Clips whose time stamps fall or repeat: all frames stay, in their order, each behind the one before.</summary>
public sealed class FallingTimesTests : ClipTests
{
    // In milliseconds. The sixth and the tenth fall, the ninth repeats.
    private static readonly long[] Times = [0, 40, 80, 120, 160, 40, 240, 280, 280, 80, 400, 440];

    [Theory]
    [InlineData("out.mkv")]
    [InlineData("out.mp4")]
    [InlineData("out.webm")]
    [InlineData("out.mov")]
    public async Task They_come_out_strictly_rising_and_no_frame_is_lost(string name)
    {
        var input = Falling("in.mkv");

        await RunAsync(input, Original(name));

        var times = Ffmpeg.FrameTimes(At(name));
        Assert.Equal(Times.Length, times.Count);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair.Second} behind {pair.First}"));

        // A gray of its own tells each frame.
        var grays = Ffmpeg.Pixels(At(name), "gray", "-loglevel", "fatal").Chunk(32 * 32).Select(frame => frame.Average(pixel => pixel))
            .ToArray();
        Assert.All(grays.Select((gray, i) => (gray, i)), frame => Assert.InRange(frame.gray, (20 * frame.i) - 5, (20 * frame.i) + 5));

        // Those that were in order keep their times, and the others are moved no further than they have to be.
        Assert.All(
            times.Zip(Times).Where((_, i) => i is not (5 or 8 or 9)), pair => Assert.Equal(pair.Second / 1000.0, pair.First, 0.0006));
        Assert.InRange(times[5], 0.16, 0.1621);
        Assert.InRange(times[9], 0.28, 0.2831);
    }

    [Fact]
    public void A_timeline_moves_them_by_one_tick()
    {
        var timeline = new OutputTimeline(new Rational(1, 1000), Containers.Matroska, keepsStart: false);
        timeline.Begin(0);

        Assert.Equal([0L, 40, 80, 120, 160, 161, 240, 280, 281, 282, 400, 440], Times.Select(time => timeline.Place(time)!.Value));
    }

    // The order of decoding rises, as muxers want it; the times of showing do not.
    private string Falling(string name)
    {
        var input = Make(
            name,
            "color=black:s=32x32:r=25:d=0.48,format=gray,geq=lum='20*N'",
            "-c:v", "mjpeg", "-q:v", "2", "-bsf:v", @"setts=dts=N:pts=1000+40*if(eq(N\,5)\,1\,if(eq(N\,8)\,7\,if(eq(N\,9)\,2\,N)))");
        var packets = Ffmpeg.Probe(input, "-show_entries", "packet=pts");
        Assert.Equal(Times.Select(time => $"{1000 + time}"), packets);
        return input;
    }
}

using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Media;

/// <summary>Values worked out by hand after SMPTE ST 12-1.</summary>
public class TimecodeTests
{
    private static readonly Rational Ntsc = new(30_000, 1001);
    private static readonly Rational DoubleNtsc = new(60_000, 1001);

    [Theory]
    [InlineData("00:00:59;29", 1, "00:01:00;02")]
    [InlineData("00:01:00;02", -1, "00:00:59;29")]
    [InlineData("00:00:00;00", 1799, "00:00:59;29")]
    [InlineData("00:00:00;00", 1800, "00:01:00;02")]
    [InlineData("00:01:59;29", 1, "00:02:00;02")]
    [InlineData("00:09:59;29", 1, "00:10:00;00")]
    [InlineData("00:10:00;00", -1, "00:09:59;29")]
    [InlineData("00:10:59;29", 1, "00:11:00;02")]
    [InlineData("00:00:00;00", 17_982, "00:10:00;00")]
    [InlineData("00:00:00;00", 107_892, "01:00:00;00")]
    [InlineData("01:00:00;00", 107_892, "02:00:00;00")]
    [InlineData("23:59:59;29", 1, "00:00:00;00")]
    [InlineData("10:20:30.15", 0, "10:20:30;15")]
    public void Dropped_frames_have_no_number(string start, long frames, string expected) =>
        Assert.Equal(expected, Timecode.TryParse(start, Ntsc)!.Add(frames).ToString());

    [Theory]
    [InlineData("00:00:59;59", 1, "00:01:00;04")]
    [InlineData("00:09:59;59", 1, "00:10:00;00")]
    [InlineData("00:00:00;00", 215_784, "01:00:00;00")]
    public void At_twice_the_rate_twice_as_many_are_dropped(string start, long frames, string expected) =>
        Assert.Equal(expected, Timecode.TryParse(start, DoubleNtsc)!.Add(frames).ToString());

    [Theory]
    [InlineData("00:00:59:29", 1, 30_000, 1001, "00:01:00:00")]
    [InlineData("01:00:00:00", 25, 25, 1, "01:00:01:00")]
    [InlineData("01:00:00:00", 90_000, 25, 1, "02:00:00:00")]
    [InlineData("09:59:59:23", 1, 24_000, 1001, "10:00:00:00")]
    [InlineData("23:59:59:24", 1, 25, 1, "00:00:00:00")]
    [InlineData("00:00:00:119", 1, 120, 1, "00:00:01:00")]
    public void Others_count_on(string start, long frames, int rate, int seconds, string expected) =>
        Assert.Equal(expected, Timecode.TryParse(start, new Rational(rate, seconds))!.Add(frames).ToString());

    [Fact]
    public void Every_number_of_an_hour_is_read_as_it_is_written()
    {
        var clock = Timecode.TryParse("00:00:00;00", Ntsc)!;
        for (var frames = 0; frames < 107_892; frames += 7)
        {
            var text = clock.Add(frames).ToString();
            Assert.Equal(frames, Timecode.TryParse(text, Ntsc)!.Number);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1:2:3:4")]
    [InlineData("24:00:00:00")]
    [InlineData("00:60:00:00")]
    [InlineData("00:00:60:00")]
    [InlineData("00:00:00:30")]
    [InlineData("00:00:00:00 -metadata title=x")]
    public void Anything_else_is_none(string? text) => Assert.Null(Timecode.TryParse(text, Ntsc));

    [Fact]
    public void Without_a_rate_there_is_none() => Assert.Null(Timecode.TryParse("00:00:00:00", null));
}

using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Tests.FFmpeg;

public class FFmpegExitTests
{
    [Theory]
    [InlineData("No space left on device", "[mp4 @ 0x55] No space left on device", "")]
    [InlineData("Not yet implemented", "Not yet implemented.", "    Last message repeated 2 times")]
    [InlineData("no message", "", "  ")]
    public void The_reason_is_the_last_line_that_says_something(string reason, params string[] lines)
    {
        var exit = new FFmpegExit(1, lines);

        Assert.Equal(reason, exit.Reason);
        Assert.Equal($"out.mp4: encoding failed: ffmpeg ended with code 1 ({reason}).", exit.Explain("out.mp4: encoding failed"));
    }
}

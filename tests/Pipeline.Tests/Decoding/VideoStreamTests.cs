using U2Video.Core.Errors;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Notices;

namespace U2Video.Pipeline.Tests.Decoding;

/// <summary>Which of several video streams is taken. They differ by size: 32×24, 48×32 and 64×48.</summary>
public sealed class VideoStreamTests : ClipTests
{
    private static readonly string[] Sources =
    [
        "-f", "lavfi", "-i", "testsrc2=s=32x24:r=10:d=1", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=0.5", "-f", "lavfi", "-i",
        "testsrc2=s=48x32:r=10:d=0.8",
    ];

    [Fact]
    public async Task A_cover_in_front_is_passed_over()
    {
        Ffmpeg.Run(
            ["-f", "lavfi", "-i", "testsrc=s=200x200:r=1:d=1", .. Sources[..4], "-map", "0:v", "-map", "1:v", "-c:v:0", "mjpeg", "-c:v:1",
                "mpeg4",
                "-disposition:v:0", "attached_pic", At("in.mp4")]);

        Assert.Empty(await RunAsync(At("in.mp4"), options => options, Original("out.gif")));

        AssertTaken((32, 24), 10);
    }

    [Fact]
    public async Task A_still_stream_in_front_is_passed_over()
    {
        Ffmpeg.Run(
            ["-f", "lavfi", "-i", "testsrc=s=200x200:r=1:d=1", .. Sources[..4], "-map", "0:v", "-map", "1:v", "-c:v", "mpeg4",
                "-disposition:v:0", "default", "-disposition:v:1", "0", At("in.mp4")]);
        Assert.Equal("1", Ffmpeg.Field(At("in.mp4"), "nb_frames"));

        Assert.Empty(await RunAsync(At("in.mp4"), options => options, Original("out.gif")));

        AssertTaken((32, 24), 10);
    }

    [Fact]
    public async Task The_default_comes_before_the_largest()
    {
        MakeAngles("-disposition:v:0", "0", "-disposition:v:1", "0", "-disposition:v:2", "default");

        var notices = await RunAsync(At("in.mkv"), options => options, Original("out.gif"));

        AssertTaken((48, 32), 8);
        var notice = Assert.IsType<OtherStreamsNotice>(Assert.Single(notices));
        Assert.Equal((At("in.mkv"), new VideoStreamInfo(2, "mpeg4", 48, 32) { IsDefault = true }), (notice.Clip, notice.Taken));
        Assert.Equal([new VideoStreamInfo(0, "mpeg4", 32, 24), new VideoStreamInfo(1, "mpeg4", 64, 48)], notice.Others);
    }

    [Fact]
    public async Task The_largest_comes_before_the_first()
    {
        MakeAngles("-disposition:v", "0");

        await RunAsync(At("in.mkv"), Original("out.gif"));

        AssertTaken((64, 48), 5);
    }

    [Theory]
    [InlineData(0, 32, 24, 10)]
    [InlineData(1, 64, 48, 5)]
    [InlineData(2, 48, 32, 8)]
    public async Task A_stream_can_be_asked_for(int stream, int width, int height, int frames)
    {
        MakeAngles();

        // The end of another stream must not end it, nor be where it ends.
        Assert.Empty(
            await RunAsync(At("in.mkv"), options => options with { VideoStream = stream }, Original("out.gif"), Original("out.mp4")));

        AssertTaken((width, height), frames);
        Assert.Equal(frames / 10.0, Ffmpeg.Duration(At("out.mp4")), 0.0011);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_refused_with_those_that_are()
    {
        Ffmpeg.Run(
            [.. Sources[..4], "-f", "lavfi", "-i", "sine=d=1", "-f", "lavfi", "-i", "testsrc=s=200x200:r=1:d=1", "-map", "0:v", "-map",
                "1:a", "-map", "2:v",
                "-c:v:0", "mpeg4", "-c:v:1", "mjpeg", "-disposition:v:1", "attached_pic", At("in.mp4")]);

        foreach (var stream in new[] { 1, 7 })
        {
            var error = await Assert.ThrowsAsync<InputException>(
                () => RunAsync(At("in.mp4"), options => options with { VideoStream = stream }, Original("out.gif")));
            Assert.Equal(
                $"{At("in.mp4")}: has no video stream {stream}; "
                + "there are 0 (mpeg4, 32×24, default), 2 (mjpeg, 200×200, attached picture).",
                error.Message);
        }

        await RunAsync(At("in.mp4"), options => options with { VideoStream = 2 }, Original("cover.png"));
        Assert.Equal((200, 200), Ffmpeg.Size(At("cover.png")));
    }

    private void MakeAngles(params string[] disposition) => Ffmpeg.Run(
        [.. Sources, "-map", "0:v", "-map", "1:v", "-map", "2:v", "-c:v", "mpeg4", .. disposition, At("in.mkv")]);

    private void AssertTaken((int Width, int Height) size, int frames)
    {
        Assert.Equal(size, Ffmpeg.Size(At("out.gif")));
        Assert.Equal(frames, Ffmpeg.FrameTimes(At("out.gif")).Count);
    }
}

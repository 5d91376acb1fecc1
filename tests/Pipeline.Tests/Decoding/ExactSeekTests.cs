using System.Security.Cryptography;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Decoding;

/// <summary>A range has the frames that a decoding of the whole clip has in it, in every container.</summary>
public sealed class ExactSeekTests : ClipTests
{
    private const string OpenGroups = "open-gop=1:keyint=60:min-keyint=60:scenecut=0:b-adapt=0";

    // A frame counts where its container's rounded time does, so each of these is a little before a frame.
    private static readonly double[] Begins = [0.03, 1.03, 5, 7.31, 11.51];

    [Theory]
    [InlineData("h264.ts", "-c:v", "libx264", "-bf", "3", "-x264-params", OpenGroups)]
    [InlineData("one-group.ts", "-c:v", "libx264", "-bf", "3", "-g", "300")]
    [InlineData("closed.ts", "-c:v", "libx264", "-bf", "0", "-g", "25")]
    [InlineData("mpeg2.ts", "-c:v", "mpeg2video", "-bf", "2", "-g", "15")]
    [InlineData("h264.mpg", "-c:v", "libx264", "-bf", "3", "-x264-params", OpenGroups)]
    [InlineData("mpeg2.mpg", "-c:v", "mpeg2video", "-bf", "2", "-g", "15")]
    [InlineData("h264.avi", "-c:v", "libx264", "-bf", "3", "-x264-params", OpenGroups)]
    [InlineData("mpeg4.avi", "-c:v", "mpeg4", "-bf", "2", "-g", "25")]
    [InlineData("plain.avi", "-c:v", "mpeg4", "-g", "25")]
    [InlineData("h264.mxf", "-c:v", "libx264", "-bf", "3", "-x264-params", OpenGroups)]
    [InlineData("h264.flv", "-c:v", "libx264", "-bf", "3", "-x264-params", OpenGroups)]
    [InlineData("mpeg4.asf", "-c:v", "mpeg4", "-bf", "2", "-g", "25")]
    [InlineData("h264.mkv", "-c:v", "libx264", "-bf", "3", "-x264-params", OpenGroups)]
    [InlineData("h264.mp4", "-c:v", "libx264", "-bf", "3", "-x264-params", OpenGroups)]
    public async Task A_range_has_the_frames_of_the_whole(string name, params string[] encoding)
    {
        var clip = Make(name, "testsrc2=s=64x48:r=25:d=12", ["-preset", "ultrafast", .. encoding]);
        var whole = await FramesAsync(clip, ClipRange.All);
        Assert.InRange(whole.Count, 295, 300);

        foreach (var begin in Begins.Select(TimeSpan.FromSeconds))
        {
            var end = begin + TimeSpan.FromSeconds(2);
            var found = await FramesAsync(clip, new ClipRange { From = begin, To = end });

            var wanted = whole.Where(frame => frame.Time >= begin.TotalMilliseconds && frame.Time < end.TotalMilliseconds).ToList();
            Assert.Equal(wanted.Select(frame => frame.Time), found.Select(frame => frame.Time));
            Assert.Equal(wanted, found);
        }
    }

    [Fact]
    public async Task In_a_broadcast_decoding_begins_shortly_before_the_range()
    {
        var clip = Make("in.ts", "testsrc2=s=64x48:r=25:d=60", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-bf", "2");
        var media = await MediaProbe.ReadFileAsync(clip, stream: null, Cancellation);
        var range = new ClipRange { From = TimeSpan.FromSeconds(50) };

        var lead = await ExactSeek.LeadAsync(media, new DecoderOptions { Range = range }, Cancellation);

        Assert.Equal(TimeSpan.FromSeconds(4), lead);
    }

    // Times in milliseconds, because ticks of 100 ns are rounded twice.
    private static async Task<List<(double Time, string Pixels)>> FramesAsync(string clip, ClipRange range)
    {
        await using var decoder = await VideoDecoder.OpenFileAsync(clip, new DecoderOptions { Range = range }, Cancellation);
        var start = InputArguments.TicksBefore(decoder.Media, range, decoder.Video.TimeBase);
        var clock = FrameClock.Of(decoder.Media, decoder.Video.TimeBase, start);
        var frames = new List<(double, string)>();
        await foreach (var frame in decoder.ReadFramesAsync(Cancellation))
        {
            using (frame)
            {
                frames.Add((Math.Round(clock.TimeOf(frame).TotalMilliseconds), Convert.ToHexString(SHA256.HashData(frame.Pixels.Span))));
            }
        }

        return frames;
    }
}

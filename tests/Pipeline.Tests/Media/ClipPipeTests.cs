using U2Video.Core.Errors;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Tests.Encoding;

namespace U2Video.Pipeline.Tests.Media;

/// <summary>Clips that come or go through streams that cannot be sought.</summary>
public sealed class ClipPipeTests : ClipTests
{
    private const string Video = "testsrc2=s=32x32:r=25:d=1";

    private readonly string? _temporary = Environment.GetEnvironmentVariable("TMPDIR");

    // What is laid aside is laid here, so that it is seen whether something is left of it.
    public ClipPipeTests() => Environment.SetEnvironmentVariable("TMPDIR", Directory.CreateDirectory(At("temporary")).FullName);

    public override void Dispose()
    {
        Assert.Empty(Directory.GetFileSystemEntries(At("temporary")));
        Environment.SetEnvironmentVariable("TMPDIR", _temporary);
        base.Dispose();
    }

    [Theory]
    [InlineData("mkv")]
    [InlineData("nut", "-c:v", "rawvideo")]
    [InlineData("y4m")]
    [InlineData("gif")]
    [InlineData("mp4")]
    [InlineData("mp4", "-movflags", "+faststart")]
    [InlineData("mp4", "-movflags", "+frag_keyframe+empty_moov")]
    [InlineData("ts", "-c:v", "libx264")]
    public async Task Containers_are_read_from_a_pipe(string container, params string[] encoding)
    {
        var input = Make("in." + container, Video, encoding);

        await RunAsync(
            MediaSource.FromStream(FedStream.Of(await File.ReadAllBytesAsync(input, Cancellation))), Original("out.mkv"),
            Original("out.gif"));

        var times = Ffmpeg.FrameTimes(input);
        TimingTests.AssertTimes([.. times.Select(time => time - times[0])], Ffmpeg.FrameTimes(At("out.mkv")), 0.0011);
        Assert.Equal(1.0, Ffmpeg.Duration(At("out.mkv")), 0.0011);
        Assert.Equal(25, Ffmpeg.FrameTimes(At("out.gif")).Count);
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("matroska")]
    [InlineData("nut")]
    [InlineData("gif")]
    [InlineData("apng")]
    [InlineData("webm")]
    [InlineData("mov")]
    public async Task Containers_are_written_into_a_pipe(string format)
    {
        var input = Make("in.mp4", Video, "-bf", "2");
        using var output = new TakingStream();

        await RunAsync(input, Original("out") with { Path = null, Stream = output, Format = format });

        var path = At("out." + format);
        await File.WriteAllBytesAsync(path, output.Bytes, Cancellation);
        TimingTests.AssertTimes(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(path), 0.0051);
    }

    [Fact]
    public async Task Y4m_goes_through_a_pipe_at_the_exact_rate()
    {
        var input = Make("in.mp4", "testsrc2=s=32x32:r=30000/1001:d=0.5");
        using var output = new TakingStream();

        await RunAsync(input, Original("out") with { Path = null, Stream = output, Format = "y4m" });

        await File.WriteAllBytesAsync(At("out.y4m"), output.Bytes, Cancellation);
        Assert.Equal("30000/1001", Ffmpeg.Field(At("out.y4m"), "r_frame_rate"));
        Assert.Equal(Ffmpeg.FrameTimes(input).Count, Ffmpeg.FrameTimes(At("out.y4m")).Count);
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("mkv")]
    public async Task Sound_of_a_piped_clip_is_kept_where_it_was(string target)
    {
        Ffmpeg.Run(
            "-f", "lavfi", "-i", Video, "-f", "lavfi", "-itsoffset", "0.4", "-i", "sine=d=1.5:r=44100", "-c:a", "aac", "-metadata",
            "title=A walk", At("in.mkv"));
        var bytes = await File.ReadAllBytesAsync(At("in.mkv"), Cancellation);

        await RunAsync(MediaSource.FromStream(FedStream.Of(bytes)), Original("all." + target));
        await RunAsync(MediaSource.FromStream(FedStream.Of(bytes)), options => options with { MaxFrames = 20 }, Original("part." + target));
        await RunAsync(
            MediaSource.FromStream(FedStream.Of(bytes)),
            options => options with { From = TimeSpan.FromSeconds(0.2), To = TimeSpan.FromSeconds(0.8) },
            Original("cut." + target));

        AssertExtents("all", 25, 1.0, 0.4, 1.9);
        AssertExtents("part", 20, 0.8, 0.4, 0.8);
        AssertExtents("cut", 15, 0.6, 0.2, 0.6);
        Assert.Equal(["A walk"], Ffmpeg.Probe(At("all." + target), "-show_entries", "format_tags=title"));
        void AssertExtents(string name, int frames, double videoEnd, double audioStart, double audioEnd)
        {
            var path = At($"{name}.{target}");
            Assert.Equal((name, frames), (name, Ffmpeg.FrameTimes(path).Count));
            Assert.InRange(Ffmpeg.FrameTimes(path)[0], -0.001, 0.024);
            Assert.Equal(videoEnd, Ffmpeg.Extent(path, "v:0").End, 0.025);
            Assert.Equal(audioStart, Ffmpeg.Extent(path, "a:0").Start, 0.03);
            Assert.Equal(audioEnd, Ffmpeg.Extent(path, "a:0").End, 0.03);
        }
    }

    [Fact]
    public async Task Frames_of_a_clip_come_out_before_its_end_went_in()
    {
        // Two seconds at once, for ffmpeg looks ahead to know the streams; then nothing, until a frame came out.
        var input = Make("in.mkv", "testsrc2=s=64x64:r=25:d=6", "-c:v", "libx264", "-g", "10", "-bf", "0", "-flush_packets", "1");
        var bytes = await File.ReadAllBytesAsync(input, Cancellation);
        using var stream = new FedStream();
        var first = new TaskCompletionSource();
        using var output = new TakingStream(total =>
        {
            first.TrySetResult();
            return Task.CompletedTask;
        });
        stream.Feed(bytes[..(bytes.Length / 2)]);

        var run = RunAsync(
            MediaSource.FromStream(stream), options => options with { BatchSize = 1 },
            new MaskOutput { Stream = output, Format = "rawvideo" });

        await Task.WhenAny(first.Task, run).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.False(run.IsCompleted);
        stream.Feed(bytes[(bytes.Length / 2)..]);
        stream.End();
        await run;
        Assert.Equal(150 * 64 * 64, output.Bytes.Length);
    }

    [Fact]
    public async Task A_number_of_frames_ends_an_endless_pipe()
    {
        var input = MakeWithSound("in.mkv", "testsrc2=s=32x32:r=25:d=4", "sine=d=4", "-c:a", "aac");
        using var stream = new FedStream();
        stream.Feed(await File.ReadAllBytesAsync(input, Cancellation));

        await RunAsync(MediaSource.FromStream(stream), options => options with { MaxFrames = 5 }, Original("out.mp4")).WaitAsync(
            TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(5, Ffmpeg.FrameTimes(At("out.mp4")).Count);
        Assert.Equal(0.2, Ffmpeg.Extent(At("out.mp4"), "a:0").End, 0.04);
    }

    [Fact]
    public async Task What_a_stream_throws_that_is_no_broken_pipe_ends_the_run_too()
    {
        var input = Make("in.mp4", "testsrc2=s=320x240:r=25:d=4");
        using var output = new TakingStream(_ => throw new InvalidOperationException("no more"));

        var run = RunAsync(input, Original("out") with { Path = null, Stream = output, Format = "nut" });

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    [Fact]
    public async Task What_is_no_clip_is_refused_from_a_pipe_as_from_a_file()
    {
        var error = await Assert.ThrowsAsync<InputException>(
            () => RunAsync(MediaSource.FromStream(FedStream.Of(new byte[9000])), Original("out.mp4")));
        Assert.StartsWith("the stream: is not a video", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }
}

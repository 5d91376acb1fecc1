using System.Diagnostics;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Outputs that are no files: pipes and devices are written to as they are.</summary>
public sealed class StreamOutputTests : ClipTests
{
    private const string Video = "testsrc2=s=32x24:r=5:d=1";

    [Fact]
    public async Task Several_named_pipes_are_written_to_at_once_and_stay()
    {
        Make("in.mp4", Video);
        var (first, second) = (Pipe("first.mkv"), Pipe("second"));

        // Readers that come in the other order and read to the end one after the other would hold up who opened pipes in a row.
        var reading = Task.WhenAll(ReadAsync(second), ReadAsync(first));
        await RunAsync(At("in.mp4"), Original("first.mkv"), new CutoutOutput { Path = second, Format = "rawvideo" }, Original("out.gif"))
            .WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        var read = await reading;

        Assert.Equal(5 * 32 * 24 * 4, read[0].Length);
        await File.WriteAllBytesAsync(At("read.mkv"), read[1], Cancellation);
        Assert.Equal(5, Ffmpeg.FrameTimes(At("read.mkv")).Count);
        Assert.Equal(5, Ffmpeg.FrameTimes(At("out.gif")).Count);
        Assert.Equal(["first.mkv", "in.mp4", "out.gif", "read.mkv", "second"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        Assert.Equal(0, new FileInfo(first).Length);
    }

    [Theory]
    [InlineData("nut")]
    [InlineData("rawvideo")]
    [InlineData("matroska")]
    public async Task The_null_device_takes_any_number(string format)
    {
        Make("in.mp4", Video);

        await RunAsync(
            At("in.mp4"), new CutoutOutput { Path = "/dev/null", Format = format }, new MaskOutput { Path = "/dev/null", Format = format });

        Assert.Equal(FileKind.ByteDevice, FileStatus.Of("/dev/null")?.Kind);
    }

    [Fact]
    public async Task A_full_device_is_no_reader_that_left()
    {
        Make("in.mp4", Video);
        foreach (var format in new[] { "rawvideo", "nut" })
        {
            var error = await Assert.ThrowsAsync<U2VideoException>(
                () => RunAsync(At("in.mp4"), new MaskOutput { Path = "/dev/full", Format = format }));

            Assert.Contains("/dev/full: cannot be written to (No space left on device", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/dev/null", null, "say what goes there: Format")]
    [InlineData("/dev/stdout", null, "say what goes there: Format")]
    [InlineData("/dev/fd/77", "nut", "is not open for writing")]
    public async Task What_cannot_be_is_said(string path, string? format, string message)
    {
        Make("in.mp4", Video);

        var error = await Assert.ThrowsAnyAsync<U2VideoException>(
            () => RunAsync(At("in.mp4"), new MaskOutput { Path = path, Format = format }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_needs_a_file()
    {
        Make("in.png", "testsrc2=s=32x24:r=1:d=1");
        Pipe("pipe.png");

        var error = await Assert.ThrowsAsync<UsageException>(() => RunAsync(At("in.png"), new MaskOutput { Path = At("pipe.png") }));

        Assert.Contains("png needs files", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_nobody_reads_is_given_up_on_demand()
    {
        Make("in.mp4", Video);
        Pipe("pipe.mkv");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new VideoPipeline(Predictor)
            .RunAsync(new PipelineOptions { Input = At("in.mp4"), Outputs = [Original("pipe.mkv")] }, null, stop.Token)
            .WaitAsync(TimeSpan.FromSeconds(30), Cancellation));

        // Whoever waits to open it is let go.
        await ReadAsync(At("pipe.mkv"));
    }

    [Fact]
    public async Task Two_outputs_do_not_mix()
    {
        Make("in.mp4", Video);
        using var stream = new TakingStream();
        var output = Original("out") with { Path = null, Stream = stream, StreamName = "fd:3", Format = "nut" };

        var error = await Assert.ThrowsAsync<UsageException>(() => RunAsync(At("in.mp4"), output, output with { Format = "matroska" }));

        Assert.Equal("two outputs go to fd:3; give each its own.", error.Message);
    }

    private string Pipe(string name)
    {
        using var make = Process.Start("mkfifo", [At(name)]);
        make.WaitForExit();
        return At(name);
    }

    private static Task<byte[]> ReadAsync(string path) => Task.Run(() =>
    {
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        using var bytes = new MemoryStream();
        pipe.CopyTo(bytes);
        return bytes.ToArray();
    });
}

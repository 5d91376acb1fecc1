using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Media;

/// <summary>Raw frames in, raw frames out.</summary>
public sealed class RawPipeTests : ClipTests
{
    private const int Width = 33;
    private const int Height = 21;

    private static readonly Rational Rate = new(30000, 1001);

    [Theory]
    [InlineData(RawPixels.Rgb24)]
    [InlineData(RawPixels.Bgra)]
    [InlineData(RawPixels.Gray)]
    public async Task Frames_come_out_in_number_and_order_with_their_own_colors(RawPixels pixels)
    {
        var channels = pixels switch { RawPixels.Gray => 1, RawPixels.Bgra => 4, _ => 3 };
        var frames = Enumerable.Range(0, 40).Select(number => Numbered(number, channels)).ToArray();
        using var output = new TakingStream();

        await RunAsync(
            MediaSource.FromRawFrames(
                FedStream.Of([.. frames.SelectMany(frame => frame)]), new RawVideoFormat(pixels, Width, Height, Rate)),
            new CutoutOutput { Stream = output, Format = "rawvideo", Decontaminate = false });

        var bytes = output.Bytes;
        Assert.Equal(40 * Width * Height * 4, bytes.Length);
        for (var i = 0; i < 40 * Width * Height; i++)
        {
            var (frame, at) = (frames[i / (Width * Height)], i % (Width * Height) * channels);
            Assert.Equal(frame[at], bytes[(4 * i) + (pixels == RawPixels.Bgra ? 2 : 0)]);
            Assert.Equal(frame[at + (channels > 1 ? 1 : 0)], bytes[(4 * i) + 1]);
        }
    }

    [Fact]
    public async Task Into_a_file_frames_have_the_rate_that_was_given()
    {
        var frames = Enumerable.Range(0, 31).SelectMany(number => Numbered(number, 3)).ToArray();

        await RunAsync(
            MediaSource.FromRawFrames(FedStream.Of(frames), new RawVideoFormat(RawPixels.Rgb24, Width, Height, Rate)), Original("out.mp4"),
            Original("out.gif"));

        Assert.Equal("30000/1001,31", Ffmpeg.Field(At("out.mp4"), "avg_frame_rate,nb_frames"));
        Assert.Equal(31 * 1001 / 30000.0, Ffmpeg.Duration(At("out.mp4")), 0.001);
        Assert.Equal(31, Ffmpeg.FrameTimes(At("out.gif")).Count);
    }

    [Fact]
    public async Task A_last_frame_that_is_cut_short_is_an_error_behind_the_whole_ones()
    {
        var bytes = Enumerable.Range(0, 5).SelectMany(number => Numbered(number, 3)).SkipLast(100).ToArray();
        using var output = new TakingStream();

        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(
            MediaSource.FromRawFrames(FedStream.Of(bytes), new RawVideoFormat(RawPixels.Rgb24, Width, Height, Rate)),
            new CutoutOutput { Stream = output, Format = "rawvideo" }));

        Assert.Contains($"frame 5: 100 of its {Width * Height * 3} bytes are missing", error.Message, StringComparison.Ordinal);
        Assert.Equal(4 * Width * Height * 4, output.Bytes.Length);
    }

    [Fact]
    public async Task Frames_come_out_before_the_last_went_in()
    {
        using var input = new FedStream();
        var first = new TaskCompletionSource();
        using var output = new TakingStream(_ =>
        {
            first.TrySetResult();
            return Task.CompletedTask;
        });
        var run = RunAsync(
            MediaSource.FromRawFrames(input, new RawVideoFormat(RawPixels.Rgb24, Width, Height, Rate)),
            options => options with { BatchSize = 1 },
            new MaskOutput { Stream = output, Format = "rawvideo" });
        for (var i = 0; !first.Task.IsCompleted; i++)
        {
            Assert.InRange(i, 0, 30);
            input.Feed(Numbered(i, 3));
            await Task.WhenAny(first.Task, run, Task.Delay(1000, Cancellation));
        }

        Assert.False(run.IsCompleted);
        input.End();
        await run;
    }

    [Fact]
    public async Task A_slow_reader_holds_back_the_writer_and_not_the_memory()
    {
        const int frames = 300;
        var input = FedStream.Of([.. Enumerable.Range(0, frames).SelectMany(number => Numbered(number, 3))]);
        var most = 0;
        var takenEarly = -1L;
        using var output = new TakingStream(async total =>
        {
            if (total < Width * Height * 40)
            {
                await Task.Delay(25);
                takenEarly = input.Taken;
            }

            most = Math.Max(most, Frame.AliveCount);
        });

        await RunAsync(
            MediaSource.FromRawFrames(input, new RawVideoFormat(RawPixels.Rgb24, Width, Height, Rate)),
            new MaskOutput { Stream = output, Format = "rawvideo" });

        Assert.Equal(frames * Width * Height, output.Bytes.Length);
        Assert.InRange(takenEarly, 0, 200L * Width * Height * 3);
        Assert.InRange(most, 1, 120);
    }

    [Theory]
    [InlineData("rawvideo")]
    [InlineData("matroska")]
    public async Task A_reader_who_leaves_ends_the_run(string format)
    {
        using var input = new FedStream();
        var feeding = true;
        var feed = Task.Run(async () =>
        {
            for (var i = 0; feeding; i++)
            {
                input.Feed(Numbered(i % 250, 3));
                await Task.Delay(10);
            }
        });
        using var output = new TakingStream(total => total > 0 ? throw new IOException("Broken pipe") : Task.CompletedTask);

        var run = RunAsync(
            MediaSource.FromRawFrames(input, new RawVideoFormat(RawPixels.Rgb24, Width, Height, Rate)),
            Original(format) with { Path = null, Stream = output, Format = format });

        await Assert.ThrowsAsync<OutputClosedException>(() => run.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        feeding = false;
        await feed;
    }

    private static byte[] Numbered(int number, int channels) =>
        [.. Enumerable.Range(0, Width * Height * channels).Select(i => (byte)(number + ((i % 7) * 3)))];
}

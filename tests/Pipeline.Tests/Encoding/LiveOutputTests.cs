using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Live runs whose input the test feeds frame by frame.</summary>
public sealed class LiveOutputTests
{
    private const int Width = 96, Height = 64, Rate = 25;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// A frame leaves the program before the next one comes, or in Matroska and MP4 before the one after that: what begins each is
    /// found there.
    /// </summary>
    [Theory]
    [InlineData("matroska", null, "1F43B675", 1)]
    [InlineData("webm", null, "1F43B675", 1)]
    [InlineData("mp4", null, "6D6F6F66", 1)]
    [InlineData("nut", "rawvideo", "", 0)]
    [InlineData("rawvideo", null, "", 0)]
    public async Task No_frame_waits_in_the_encoder_for_a_later_one(string format, string? codec, string mark, int behind)
    {
        const int frames = 9;

        // ffmpeg looks at the first frames for the rate, which encoders need, before it encodes them.
        const int lookedAt = 5;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        var (input, output) = (new FedStream(), new TakingStream());
        var drawn = new Drawn();
        var running = RunAsync(input, new MaskOutput { Stream = output, Format = format, Codec = codec }, drawn);
        for (var i = 1; i <= frames; i++)
        {
            input.Feed(Picture(i));

            // A frame that is not let in yet would be replaced by the next one.
            while ((drawn.Frames < i || (i > lookedAt && Count(output.Bytes, mark) < i - behind)) && !running.IsCompleted)
            {
                await Task.Delay(20, limit.Token);
            }

            Assert.False(running.IsCompleted);
        }

        input.End();
        var end = await running;

        Assert.Equal((frames, 0), ((int)end.Frames, (int)end.DroppedFrames));
        Assert.Equal([50, 95, 99, 100], end.Latency.Keys);
        Assert.InRange(end.InferredFrames, 1, frames);
        Assert.InRange(end.InferredShare, 1.0 / frames, 1);
    }

    [Fact]
    public async Task What_has_no_times_gets_a_frame_for_each_that_is_missing()
    {
        var sink = new Numbers();
        await using (var constant = new ConstantRateSink(sink, new Rational(1, 100), new Rational(25, 1)))
        {
            foreach (var time in new[] { 12L, 16, 28, 32, 44 })
            {
                using var frame = new Frame(2, 2, time);
                frame.Pixels.Span.Fill((byte)time);
                await constant.WriteAsync(frame, Stop);
            }

            await constant.CompleteAsync(Stop);
        }

        Assert.Equal([(12, 12), (16, 16), (20, 16), (24, 16), (28, 28), (32, 32), (36, 32), (40, 32), (44, 44)], sink.Seen);
        Assert.True(sink.IsDisposed);
    }

    // Ticks of 10 ms. Without a bound, the jump by two hours would give 180,000 frames.
    [Fact]
    public async Task A_jump_of_the_times_is_not_filled_with_frames()
    {
        var (sink, jumps) = (new Numbers(), new List<TimeSpan>());
        await using (var constant = new ConstantRateSink(sink, new Rational(1, 100), new Rational(25, 1), jumps.Add))
        {
            foreach (var time in new[] { 0L, 4, 720_008, 720_012, 720_020, 8, 12, 20 })
            {
                using var frame = new Frame(2, 2, time);
                frame.Pixels.Span.Fill((byte)time);
                await constant.WriteAsync(frame, Stop);
            }

            await constant.CompleteAsync(Stop);
        }

        Assert.Equal(8 + 2, sink.Seen.Count);
        Assert.Equal([TimeSpan.FromHours(2), -TimeSpan.FromHours(2) - TimeSpan.FromSeconds(0.16)], jumps);
    }

    private static async Task<PipelineProgress> RunAsync(Stream input, MediaOutput output, Drawn drawn)
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        return await new VideoPipeline(predictor).RunAsync(
            new PipelineOptions
            {
                Input = MediaSource.FromRawFrames(
                    input, new RawVideoFormat(RawPixels.Rgb24, Width, Height, new Rational(Rate, 1)), "frames"),
                Outputs = [output],
                Live = true,
                Smoothing = new SmoothingOptions { Mode = SmoothingMode.Ema },
            },
            drawn,
            Stop);
    }

    private static byte[] Picture(int number)
    {
        var pixels = new byte[Width * Height * 3];
        new Random(number).NextBytes(pixels);
        return pixels;
    }

    // Without a mark, frames are counted by their length.
    private static int Count(byte[] bytes, string mark)
    {
        if (mark == "")
        {
            return bytes.Length / (Width * Height);
        }

        var latin = System.Text.Encoding.Latin1;
        return latin.GetString(bytes).Split(latin.GetString(Convert.FromHexString(mark))).Length - 1;
    }

    private sealed class Drawn : IProgress<PipelineProgress>
    {
        private long _frames;

        public long Frames => Interlocked.Read(ref _frames);

        public void Report(PipelineProgress value) => Interlocked.Exchange(ref _frames, value.Frames);
    }

    private sealed class Numbers : IFrameSink
    {
        public List<(int Time, int Pixel)> Seen { get; } = [];

        public bool IsDisposed { get; private set; }

        public ValueTask WriteAsync(Frame frame, CancellationToken cancellation)
        {
            Seen.Add(((int)frame.Timestamp, frame.Pixels.Span[0]));
            return ValueTask.CompletedTask;
        }

        public Task CompleteAsync(CancellationToken cancellation) => Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}

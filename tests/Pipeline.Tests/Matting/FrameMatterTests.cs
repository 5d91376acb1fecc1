using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Matting;

/// <summary>Frames in, mattes out, without ffmpeg: as the whole pipeline makes them.</summary>
public sealed class FrameMatterTests : ClipTests
{
    private static readonly MattingOptions Live = new()
    {
        BatchSize = 1,
        Smoothing = new SmoothingOptions { Mode = SmoothingMode.Ema },
    };

    [Theory]
    [InlineData("off")]
    [InlineData("ema")]
    [InlineData("lookahead")]
    public async Task Its_mattes_are_the_pipelines(string mode)
    {
        var clip = MakeTwoScenes();
        var smoothing = new SmoothingOptions { Mode = Enum.Parse<SmoothingMode>(mode, ignoreCase: true) };
        using var masks = new MemoryStream();
        var output = new MaskOutput { Stream = masks, Format = "rawvideo" };
        await RunAsync(clip, options => options with { Smoothing = smoothing }, output);

        var mattes = await CollectAsync(new FrameMatter(Predictor, new MattingOptions { Smoothing = smoothing }), clip);

        Assert.Equal(24, mattes.Count);
        Assert.Equal(masks.ToArray(), mattes.SelectMany(matte => matte));
    }

    [Fact]
    public async Task An_edit_that_fails_leaves_nothing()
    {
        var clip = MakeTwoScenes();
        var edits = new MatteEdits { Picks = [new Pick(new FrameLength(0), new FrameLength(0))] };

        await Assert.ThrowsAsync<InputException>(
            () => CollectAsync(new FrameMatter(Predictor, new MattingOptions { Edits = edits }), clip));
        await Assert.ThrowsAsync<InputException>(
            () => RunAsync(clip, options => options with { Edits = edits }, new MaskOutput { Path = At("mask.mkv") }));
    }

    [Fact]
    public async Task One_by_one_mattes_are_those_of_the_average_of_the_past()
    {
        var clip = MakeTwoScenes();
        var expected = await CollectAsync(new FrameMatter(Predictor, Live), clip);
        using var live = new LiveMatter(Predictor);

        var mattes = new List<byte[]>();
        await foreach (var frame in DecodeAsync(clip))
        {
            using var matted = live.NextMatte(frame, Cancellation);
            mattes.Add(matted.Alpha.Pixels.ToArray());
        }

        Assert.Equal(expected, mattes);
    }

    [Fact]
    public async Task One_by_one_masks_are_those_of_the_average_of_the_past()
    {
        var clip = MakeTwoScenes();
        var smoothing = new SmoothingStage(MaskNormalization.Auto, Predictor.Description.Output, Live.Smoothing);
        var sized = new ResizingStage(Predictor.Facts).RunAsync(DecodeAsync(clip));
        var expected = new List<float[]>();
        var predicting = new PredictingStage(PredictorSource.Of(Predictor), 1, smoothing.PerFrame);
        await foreach (var masked in smoothing.RunAsync(predicting.RunAsync(sized), Cancellation))
        {
            using (masked)
            {
                expected.Add(masked.Mask.Values.ToArray());
            }
        }

        using var live = new LiveMatter(Predictor, Live);
        var masks = new List<float[]>();
        await foreach (var frame in DecodeAsync(clip))
        {
            using (frame)
            {
                using var mask = live.Next(frame, Cancellation);
                masks.Add(mask.Values.ToArray());
            }
        }

        Assert.Equal(expected, masks);
    }

    [Fact]
    public async Task Frames_may_change_their_size()
    {
        var frames = new[] { (64, 48), (64, 48), (48, 64), (30, 30) }.SelectMany(
            (size, i) => Enumerable.Range(0, 3).Select(j => Noise(size, i + j)));
        var sizes = new List<(int, int)>();
        await foreach (var matted in new FrameMatter(Predictor, Live with { Reuse = 1 }).RunAsync(frames.ToAsyncEnumerable(), Cancellation))
        {
            using (matted)
            {
                Assert.Equal((matted.Frame.Width, matted.Frame.Height), (matted.Matte.Width, matted.Matte.Height));
                sizes.Add((matted.Frame.Width, matted.Frame.Height));
            }
        }

        Assert.Equal(12, sizes.Count);
        Assert.Equal((30, 30), sizes[^1]);
    }

    [Fact]
    public async Task Whoever_stops_reading_leaves_nothing_behind()
    {
        var frames = Enumerable.Range(0, 40).Select(i => Noise((64, 48), i));
        await foreach (var matted in new FrameMatter(Predictor).RunAsync(frames.ToAsyncEnumerable(), Cancellation))
        {
            matted.Dispose();
            break;
        }

        Pictures.AssertNoneAlive();
    }

    [Fact]
    public async Task A_failure_of_the_source_arrives_behind_its_frames()
    {
        var frames = Enumerable.Range(0, 9).Select(i => i < 6 ? Noise((64, 48), i) : throw new IOException("broken"));
        var count = 0;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var matted in new FrameMatter(Predictor, Live).RunAsync(frames.ToAsyncEnumerable(), Cancellation))
            {
                matted.Dispose();
                count++;
            }
        });

        Assert.Equal(6, count);
    }

    [Fact]
    public void A_live_clip_does_not_wait_for_the_future() => Assert.Throws<UsageException>(
        () => new LiveMatter(Predictor, new MattingOptions { Smoothing = new SmoothingOptions { Mode = SmoothingMode.Lookahead } }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancelled_frame_is_given_back(bool movesMasks)
    {
        using var live = new LiveMatter(Predictor) { MovesMasks = movesMasks };
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => live.NextMatte(Noise((64, 48), 1), stopped.Token));

        using var matted = live.NextMatte(Noise((64, 48), 1), Cancellation);
        Assert.Equal(64, matted.Matte.Width);
    }

    [Fact]
    public void A_frame_whose_smoothing_fails_is_given_back()
    {
        // The average of a matter that was disposed cannot be computed; the base class finds what would be left alive.
        var live = new LiveMatter(Predictor);
        live.Dispose();

        Assert.Throws<ObjectDisposedException>(() => live.NextMatte(Noise((64, 48), 1), Cancellation));

        live.Dispose();
    }

    private string MakeTwoScenes() => Make(
        "scenes.mkv", "testsrc2=s=96x64:r=12:d=1[a];mandelbrot=s=96x64:r=12:end_scale=0.3,trim=duration=1[b];[a][b]concat", "-c:v", "ffv1",
        "-pix_fmt", "bgr0");

    private static async IAsyncEnumerable<Frame> DecodeAsync(string clip)
    {
        await using var decoder = await VideoDecoder.OpenFileAsync(clip, new DecoderOptions(), Cancellation);
        await foreach (var frame in decoder.ReadFramesAsync(Cancellation))
        {
            yield return frame;
        }
    }

    private static async Task<List<byte[]>> CollectAsync(FrameMatter matter, string clip)
    {
        var mattes = new List<byte[]>();
        await foreach (var matted in matter.RunAsync(DecodeAsync(clip), Cancellation))
        {
            using (matted)
            {
                mattes.Add(matted.Alpha.Pixels.ToArray());
            }
        }

        return mattes;
    }

    private static Frame Noise((int Width, int Height) size, int seed)
    {
        var frame = new Frame(size.Width, size.Height, seed);
        new Random(seed).NextBytes(frame.Pixels.Span);
        return frame;
    }
}

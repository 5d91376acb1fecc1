using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Matting.Predicting;

/// <summary>Which frames go through the network, and that batches change nothing. The network is the built-in one, small.</summary>
public sealed class PredictingStageTests(PredictingStageTests.TinyPredictor shared)
    : IClassFixture<PredictingStageTests.TinyPredictor>, IDisposable
{
    private const float OneStepOfAByte = 1 / 255f;

    public void Dispose() => Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task A_repeated_frame_is_not_inferred_again_and_has_the_same_mask(int batch)
    {
        var (masks, stage) = await MaskAsync([1, 1, 1, 2, 2, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4], batch);

        Assert.Equal((5, 17), (stage.Counts.Inferred, stage.Counts.Reused));
        Assert.Equal(22, masks.Count);
        Assert.Equal(masks[0], masks[2]);
        Assert.Equal(masks[3], masks[4]);
        Assert.All(masks[7..21], mask => Assert.Equal(masks[6], mask));
        Assert.NotEqual(masks[0], masks[3]);
        Assert.True(Distance(masks[0], masks[5]) < OneStepOfAByte);
    }

    [Fact]
    public async Task Small_differences_do_not_add_up()
    {
        // Each frame is half a level lighter in the mean than the one before; with a tolerance of one level every third is inferred.
        var (_, stage) = await MaskAsync(Enumerable.Range(0, 12).Select(i => Light(i)).ToList(), batch: 4, reuse: 1);

        Assert.Equal((4, 8), (stage.Counts.Inferred, stage.Counts.Reused));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("ema")]
    [InlineData("lookahead")]
    public async Task The_batch_size_changes_no_smoothed_mask(string mode)
    {
        List<int> seeds = [1, 2, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9, 10, 11, 11, 12, 13];
        var options = new SmoothingOptions { Mode = Enum.Parse<SmoothingMode>(mode, ignoreCase: true) };
        var smoothing = new SmoothingStage(MaskNormalization.Auto, OutputNormalization.MinMax, options);

        var one = await SmoothedAsync(1);
        foreach (var batch in new[] { 4, 16 })
        {
            Assert.All((await SmoothedAsync(batch)).Zip(one), pair => Assert.InRange(Distance(pair.First, pair.Second), 0, OneStepOfAByte));
        }

        Assert.Equal(one, await SmoothedAsync(1));

        async Task<List<float[]>> SmoothedAsync(int batch)
        {
            var stage = new PredictingStage(PredictorSource.Of(shared.Predictor), batch, smoothing.PerFrame);
            return await CollectAsync(smoothing.RunAsync(stage.RunAsync(Sized(seeds.Select(seed => Noise(seed)))), default));
        }
    }

    [Fact]
    public async Task The_first_frame_does_not_wait_for_a_batch()
    {
        var received = new TaskCompletionSource();
        var masks = 0;
        var stage = new PredictingStage(PredictorSource.Of(shared.Predictor), 8, OutputNormalization.None);
        await foreach (var masked in stage.RunAsync(FramesAsync()))
        {
            masked.Dispose();
            masks++;
            received.TrySetResult();
        }

        Assert.Equal(2, masks);

        async IAsyncEnumerable<SizedFrame> FramesAsync()
        {
            yield return new SizedFrame(new Frame(8, 8), Noise(1));
            await received.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            yield return new SizedFrame(new Frame(8, 8), Noise(2));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Whoever_stops_reading_leaves_nothing_behind(int batch)
    {
        await foreach (var masked in new PredictingStage(PredictorSource.Of(shared.Predictor), batch, OutputNormalization.None).RunAsync(
            Sized(Enumerable.Range(0, 9).Select(i => Noise(i / 2)))))
        {
            masked.Dispose();
            break;
        }

        Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));
    }

    [Fact]
    public async Task A_failure_above_leaves_nothing_behind() =>
        await Assert.ThrowsAsync<IOException>(
            () => CollectAsync(new PredictingStage(PredictorSource.Of(shared.Predictor), 4, OutputNormalization.None).RunAsync(
            Sized(Enumerable.Range(0, 9).Select(i => i < 6 ? Noise(i) : throw new IOException("broken"))))));

    [Fact]
    public async Task A_failure_above_arrives_behind_the_frames_before_it()
    {
        var masks = 0;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var masked in new PredictingStage(PredictorSource.Of(shared.Predictor), 4, OutputNormalization.None).RunAsync(
                Sized(Enumerable.Range(0, 9).Select(i => i < 6 ? Noise(i) : throw new IOException("broken")))))
            {
                masked.Dispose();
                masks++;
            }
        });

        Assert.Equal(6, masks);
    }

    [Fact]
    public async Task Where_scenes_begin_is_passed_on()
    {
        var starts = new List<bool>();
        await foreach (var masked in new PredictingStage(PredictorSource.Of(shared.Predictor), 2, OutputNormalization.None).RunAsync(
            Sized([Noise(1), Noise(2), Noise(3)]).Select((sized, i) => sized with { StartsScene = i == 1 })))
        {
            starts.Add(masked.StartsScene);
            masked.Dispose();
        }

        Assert.Equal([false, true, false], starts);
    }

    private async Task<(List<float[]> Masks, PredictingStage Stage)> MaskAsync(IReadOnlyList<int> seeds, int batch) =>
        await MaskAsync([.. seeds.Select(seed => Noise(seed))], batch, 0);

    private async Task<(List<float[]> Masks, PredictingStage Stage)> MaskAsync(IReadOnlyList<Frame> inputs, int batch, double reuse)
    {
        var stage = new PredictingStage(PredictorSource.Of(shared.Predictor), batch, OutputNormalization.None, reuse);
        return (await CollectAsync(stage.RunAsync(Sized(inputs))), stage);
    }

    private static async Task<List<float[]>> CollectAsync(IAsyncEnumerable<MaskedFrame> frames)
    {
        var masks = new List<float[]>();
        await foreach (var masked in frames)
        {
            using (masked)
            {
                masks.Add(masked.Mask.Values.ToArray());
            }
        }

        return masks;
    }

    private static IAsyncEnumerable<SizedFrame> Sized(IEnumerable<Frame> inputs) =>
        inputs.Select(input => new SizedFrame(new Frame(8, 8), input)).ToAsyncEnumerable();

    // A person behind noise: the masks of noise alone are nothing but zeros.
    private static Frame Noise(int seed)
    {
        using var picture = Cv2.ImRead(Fixtures.Path("input.png"));
        using var small = picture.Resize(new OpenCvSharp.Size(64, 64), interpolation: InterpolationFlags.Area);
        using var colors = small.CvtColor(ColorConversionCodes.BGR2RGB);
        var (frame, random) = (new Frame(64, 64), new Random(seed));
        colors.AsSpan<byte>().CopyTo(frame.Pixels.Span);
        foreach (ref var value in frame.Pixels.Span)
        {
            value = (byte)Math.Clamp(value + random.Next(-40, 40), 0, 255);
        }

        return frame;
    }

    private static Frame Light(int halves)
    {
        var frame = new Frame(64, 64);
        var pixels = frame.Pixels.Span;
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(100 + ((halves + (i % 2)) / 2));
        }

        return frame;
    }

    private static float Distance(float[] one, float[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();

    public sealed class TinyPredictor : IDisposable
    {
        public MaskPredictor Predictor { get; } = new(U2NetModel.LoadEmbedded(), CPU, size: 64);

        public void Dispose() => Predictor.Dispose();
    }
}

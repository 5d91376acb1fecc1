using U2Video.Core.Imaging;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Tests.Matting.Smoothing;

/// <summary>What both ways of smoothing promise.</summary>
public sealed class SmootherTests : IDisposable
{
    private const float OneStepOfAByte = 1 / 255f;

    public static TheoryData<string> Modes => new("ema", "lookahead");

    public void Dispose() => Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_frame_that_cannot_be_filtered_is_given_back(string mode)
    {
        var smoothing = new SmoothingOptions { Mode = Enum.Parse<SmoothingMode>(mode, ignoreCase: true) };
        var stage = new SmoothingStage(MaskNormalization.Auto, OutputNormalization.None, smoothing);
        var gray = new MaskedFrame(new Frame(80, 48), new Frame(40, 24, layout: PixelLayout.Gray8), new Mask(40, 24));

        // A gray input has no colors to look at. What is alive afterwards is counted when the test is disposed.
        await Assert.ThrowsAsync<OpenCvSharp.OpenCVException>(
            () => TestFrames.RunAsync(frames => stage.RunAsync(frames), [TestFrames.Flat(0.4f), gray]));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_steady_mask_stays_as_it_is(string mode) =>
        Assert.All(
            await RunAsync(mode, Enumerable.Range(0, 9).Select(_ => TestFrames.Flat(0.4f))), mask => Assert.Equal(0.4f, mask[0], 1e-6f));

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Jitter_before_a_steady_picture_is_damped_to_a_quarter(string mode)
    {
        var smoothed = await RunAsync(mode, Enumerable.Range(0, 40).Select(i => TestFrames.Flat(i % 2 == 0 ? 0.4f : 0.6f)));

        Assert.All(Enumerable.Range(10, 20), i => Assert.InRange(TestFrames.Distance(smoothed[i], smoothed[i - 1]), 0, 0.05f));
    }

    [Theory]
    [InlineData("ema", 3)]
    [InlineData("ema", 20)]
    [InlineData("lookahead", 3)]
    [InlineData("lookahead", 20)]
    public async Task Jitter_is_damped_under_noise_and_changes_of_light(string mode, int noise)
    {
        var random = new Random(1);
        var smoothed = await RunAsync(mode, Enumerable.Range(0, 30).Select(i =>
        {
            var light = i % 3 == 0 ? 1.12 : 1;
            return TestFrames.Of((x, _) => (byte)(light * (100 + x + random.Next(-noise, noise + 1))), (_, _) => i % 2 == 0 ? 0.4f : 0.6f);
        }));

        Assert.All(Enumerable.Range(10, 15), i => Assert.InRange(
            smoothed[i].Zip(smoothed[i - 1], (now, before) => Math.Abs(now - before)).Average(), 0, 0.1f));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task What_moves_is_followed_at_once_and_leaves_no_ghost(string mode)
    {
        var smoothed = await RunAsync(mode, Enumerable.Range(0, 12).Select(i => TestFrames.Of(
            (x, _) => IsInside(x, i) ? (byte)200 : (byte)60, (x, _) => IsInside(x, i) ? 1 : 0)));

        for (var i = 0; i < smoothed.Count; i++)
        {
            for (var x = 0; x < TestFrames.Width; x++)
            {
                Assert.Equal(IsInside(x, i) ? 1 : 0, smoothed[i][x], OneStepOfAByte);
            }
        }

        static bool IsInside(int x, int time) => x >= 2 + (2 * time) && x < 12 + (2 * time);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Nothing_crosses_a_cut_even_between_pictures_that_are_alike(string mode)
    {
        float[] raw = [0.3f, 0.5f, 0.3f, 0.5f, 0.3f, 0.9f, 0.7f, 0.9f, 0.7f, 0.9f];

        var smoothed = await RunAsync(mode, raw.Select((value, i) => TestFrames.Flat(value, startsScene: i is 0 or 5)));

        Assert.All(smoothed.Take(5), mask => Assert.InRange(mask[0], 0.29f, 0.51f));
        Assert.All(smoothed.Skip(5), mask => Assert.InRange(mask[0], 0.69f, 0.91f));
        Assert.Equal(0.9f, smoothed[5][0], OneStepOfAByte);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_frame_that_repeats_the_one_before_keeps_its_mask(string mode)
    {
        var smoothed = await RunAsync(
            mode, Enumerable.Range(0, 24).Select(i => i / 3).Select(i => TestFrames.Flat(i % 2 == 0 ? 0.4f : 0.6f, (byte)(120 + i))));

        Assert.Equal(24, smoothed.Count);
        Assert.All(Enumerable.Range(0, 24), i => Assert.Equal(smoothed[i - (i % 3)], smoothed[i]));
    }

    [Theory]
    [InlineData("ema", 0)]
    [InlineData("ema", 7)]
    [InlineData("lookahead", 0)]
    [InlineData("lookahead", 7)]
    public async Task Whoever_stops_reading_leaves_nothing_behind(string mode, int after)
    {
        // Made one by one, so that those that were never read were never made.
        var frames = Enumerable.Range(0, 20).Select(i => TestFrames.Flat(0.5f, startsScene: i == 10));
        var count = 0;
        await foreach (var masked in Stage(mode)(frames.ToAsyncEnumerable()))
        {
            masked.Dispose();
            if (count++ == after)
            {
                break;
            }
        }

        Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_failure_above_passes_and_leaves_nothing_behind(string mode) =>
        await Assert.ThrowsAsync<IOException>(() => RunAsync(
            mode, Enumerable.Range(0, 20).Select(i => i < 9 ? TestFrames.Flat(0.5f) : throw new IOException("broken"))));

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Two_runs_are_equal_to_the_last_bit(string mode)
    {
        Assert.Equal(await RunAsync(mode, Frames()), await RunAsync(mode, Frames()));

        static IEnumerable<MaskedFrame> Frames()
        {
            var random = new Random(3);
            return Enumerable.Range(0, 12).Select(
                _ => TestFrames.Of((x, y) => (byte)(x + y + random.Next(9)), (_, _) => random.NextSingle()));
        }
    }

    private static Task<List<float[]>> RunAsync(string mode, IEnumerable<MaskedFrame> frames) => TestFrames.RunAsync(Stage(mode), frames);

    private static Func<IAsyncEnumerable<MaskedFrame>, IAsyncEnumerable<MaskedFrame>> Stage(string mode) =>
        frames => new SmoothingStage(
            MaskNormalization.None,
            OutputNormalization.None,
            new SmoothingOptions { Mode = Enum.Parse<SmoothingMode>(mode, ignoreCase: true), Weight = 0.8, Radius = 3 }).RunAsync(frames);
}

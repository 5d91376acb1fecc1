using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Tests.Matting.Smoothing;

public class LookaheadSmootherTests
{
    [Fact]
    public async Task The_mean_is_over_as_many_frames_of_the_past_as_of_the_future()
    {
        float[] raw = [0.1f, 0.7f, 0.2f, 0.9f, 0.4f, 0.3f, 0.8f, 0.5f];

        var smoothed = await SmoothAsync(2, raw);

        for (var t = 0; t < raw.Length; t++)
        {
            var reach = Math.Min(2, Math.Min(t, raw.Length - 1 - t));
            Assert.Equal(raw[(t - reach)..(t + reach + 1)].Average(), smoothed[t], 1e-5f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public async Task The_first_and_the_last_mask_of_a_scene_stay_as_they_are(int radius)
    {
        float[] raw = [0.1f, 0.9f, 0.2f, 0.8f, 0.3f, 0.4f, 0.8f, 0.1f, 0.9f];

        var smoothed = await SmoothAsync(radius, raw, cut: 5);

        Assert.Equal([0.1f, 0.3f, 0.4f, 0.9f], new[] { smoothed[0], smoothed[4], smoothed[5], smoothed[8] });
        Assert.NotEqual(raw[2], smoothed[2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Scenes_of_one_and_two_frames_pass_as_they_are(int length)
    {
        var raw = Enumerable.Range(0, 8).Select(i => i / 10f).ToArray();

        var masks = await TestFrames.RunAsync(
            frames => new LookaheadSmoother(3).RunAsync(frames),
            raw.Select((value, i) => TestFrames.Flat(value, startsScene: i % length == 0)));

        Assert.Equal(raw, masks.Select(mask => mask[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_frame_waits_for_so_many_frames_as_the_radius_says_and_no_more(int radius)
    {
        var (asked, got) = (0, 0);
        await foreach (var masked in new LookaheadSmoother(radius).RunAsync(Frames().ToAsyncEnumerable()))
        {
            masked.Dispose();
            Assert.InRange(asked - ++got, 0, radius);
        }

        Assert.Equal(30, got);

        IEnumerable<MaskedFrame> Frames()
        {
            while (asked < 30)
            {
                asked++;
                // Whatever the length of the clip, no more than the window is alive.
                Assert.InRange(Mask.AliveCount, 0, radius + 1);
                yield return TestFrames.Flat(0.5f);
            }
        }
    }

    private static async Task<List<float>> SmoothAsync(int radius, float[] raw, int cut = 0)
    {
        var masks = await TestFrames.RunAsync(
            frames => new LookaheadSmoother(radius).RunAsync(frames),
            raw.Select((value, i) => TestFrames.Flat(value, startsScene: i == 0 || i == cut)));
        return [.. masks.Select(mask => mask[0])];
    }
}

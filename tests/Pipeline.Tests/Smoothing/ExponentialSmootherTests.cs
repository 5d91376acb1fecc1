using U2Video.Core.Imaging;
using U2Video.Pipeline.Masking;
using U2Video.Pipeline.Smoothing;

namespace U2Video.Pipeline.Tests.Smoothing;

public class ExponentialSmootherTests
{
    [Fact]
    public async Task A_steady_mask_stays_as_it_is() =>
        Assert.All(await SmoothAsync([0.4f, 0.4f, 0.4f]), value => Assert.Equal(0.4f, value, 1e-6f));

    [Fact]
    public async Task Jitter_is_damped()
    {
        var jittering = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? 0.45f : 0.55f).ToArray();

        var smoothed = await SmoothAsync(jittering);

        Assert.InRange(Math.Abs(smoothed[^1] - smoothed[^2]), 0f, 0.04f);
    }

    [Fact]
    public async Task A_subject_that_comes_or_goes_is_followed_at_once()
    {
        var smoothed = await SmoothAsync([0, 0, 1, 1, 0, 0]);

        Assert.Equal([0f, 0, 1, 1, 0, 0], smoothed);
    }

    private static async Task<List<float>> SmoothAsync(float[] values)
    {
        var smoothed = new List<float>();
        await foreach (var masked in new ExponentialSmoother(0.6f).RunAsync(values.Select(Masked).ToAsyncEnumerable()))
        {
            using (masked)
            {
                smoothed.Add(masked.Mask.Values[0]);
            }
        }

        return smoothed;
    }

    private static MaskedFrame Masked(float value)
    {
        var mask = new Mask(2, 2);
        mask.Values.Fill(value);
        return new MaskedFrame(new Frame(2, 2), new Frame(2, 2), mask);
    }
}

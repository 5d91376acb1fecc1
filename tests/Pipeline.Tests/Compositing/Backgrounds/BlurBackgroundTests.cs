using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing.Backgrounds;

namespace U2Video.Pipeline.Tests.Compositing.Backgrounds;

public class BlurBackgroundTests
{
    private const int Width = 200;
    private const int Height = 120;

    [Fact]
    public async Task A_radius_is_how_far_colors_run()
    {
        // White on the right of x = 100: a bell curve of that deviation lets 16 % of it pass so far on the left, whatever the radius.
        foreach (var radius in new[] { 4, 12, 24 })
        {
            using var canvas = await BlurAsync(radius, (x, _) => x < 100 ? (byte)0 : (byte)255);

            Assert.InRange(Pictures.At(canvas, 100 - radius, 60)[0] / 255, 0.10, 0.22);
            Assert.InRange(Pictures.At(canvas, 99 + radius, 60)[0] / 255, 0.78, 0.90);
            Assert.InRange(Pictures.At(canvas, 100 - (3 * radius), 60)[0], 0, 4);
        }
    }

    [Fact]
    public async Task Without_a_radius_it_is_a_fortieth_of_the_longer_side()
    {
        using var canvas = await BlurAsync(null, (x, y) => (byte)(x < 100 ^ y < 40 ? 0 : 255));
        using var expected = await BlurAsync(Width / 40.0, (x, y) => (byte)(x < 100 ^ y < 40 ? 0 : 255));

        Assert.Equal(expected.Pixels.ToArray(), canvas.Pixels.ToArray());
    }

    private static async Task<Frame> BlurAsync(double? radius, Func<int, int, byte> gray)
    {
        using var matted = Pictures.Matted(
            PixelLayout.Rgb24, Width, Height, (x, y) => [gray(x, y), gray(x, y), gray(x, y)], (_, _) => 0);
        var canvas = new Frame(Width, Height);
        await using var background = new BlurBackground(radius);
        await background.PaintAsync(matted, canvas, TestContext.Current.CancellationToken);
        return canvas;
    }
}

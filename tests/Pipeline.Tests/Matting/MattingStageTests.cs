using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Tests.Matting;

public class MattingStageTests
{
    [Theory]
    [InlineData(EdgeMode.Fast)]
    [InlineData(EdgeMode.Guided)]
    public void An_even_mask_stays_as_it_is_whatever_the_frame(EdgeMode mode)
    {
        var random = new Random(1);
        foreach (var layout in new[] { PixelLayout.Rgb24, PixelLayout.Rgb48 })
        {
            foreach (var (width, height) in new[] { (1, 1), (1, 50), (3, 2), (33, 17), (101, 333) })
            {
                var frame = Pictures.Of(
                    layout, width, height, (_, _) => [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]);
                using var matted = new MattingStage(mode).Matte(Masked(frame, 48, 32, (_, _) => 0.4f));

                Assert.Equal((width, height, 42), (matted.Alpha.Width, matted.Alpha.Height, matted.Alpha.Timestamp));
                Assert.Equal(layout == PixelLayout.Rgb24 ? PixelLayout.Gray8 : PixelLayout.Gray16, matted.Alpha.Layout);
                Pictures.AssertPixel([0.4 * 255], matted.Alpha, width - 1, height - 1, tolerance: 0.6);
                Pictures.AssertPixel([0.4 * 255], matted.Alpha, 0, height / 2, tolerance: 0.6);
            }
        }

        Pictures.AssertNoneAlive();
    }

    [Theory]
    [InlineData(EdgeMode.Fast)]
    [InlineData(EdgeMode.Guided)]
    public void The_mask_covers_all_of_the_frame_whatever_its_shape(EdgeMode mode)
    {
        var frame = Pictures.Of(PixelLayout.Rgb24, 200, 50, (_, _) => [90, 90, 90]);
        using var matted = new MattingStage(mode).Matte(Masked(frame, 32, 64, (x, y) => x >= 16 && y >= 32 ? 1 : 0));

        Pictures.AssertPixel([255], matted.Alpha, 150, 40, tolerance: 1);
        Pictures.AssertPixel([0], matted.Alpha, 50, 40, tolerance: 1);
        Pictures.AssertPixel([0], matted.Alpha, 150, 10, tolerance: 1);
    }

    [Fact]
    public void A_frames_own_alpha_is_multiplied_in()
    {
        var frame = Pictures.Of(PixelLayout.Rgba64, 9, 9, (_, _) => [10, 20, 30, 102]);
        using var matted = new MattingStage(EdgeMode.Fast).Matte(Masked(frame, 4, 4, (_, _) => 0.5f));

        Pictures.AssertPixel([0.5 * 102], matted.Alpha, 8, 8, tolerance: 0.01);
        Pictures.AssertPixel([0.5 * 255], matted.Matte, 8, 8, tolerance: 0.01);
    }

    [Fact]
    public void Guided_follows_a_sharp_edge_that_the_masks_grid_cannot_show()
    {
        double[] errors = [.. new[] { EdgeMode.Fast, EdgeMode.Guided }.Select(Error)];

        Assert.InRange(errors[1], 0, errors[0] * 0.75);

        static double Error(EdgeMode mode)
        {
            var frame = Pictures.Of(PixelLayout.Rgb24, 320, 320, (x, y) => Inside(x, y) ? [180, 90, 40] : [30, 60, 120]);
            using var matted = new MattingStage(mode).Matte(Masked(frame, 40, 40, CellShare));
            var pixels = matted.Alpha.Pixels.Span;
            var sum = 0.0;
            for (var i = 0; i < pixels.Length; i++)
            {
                sum += Math.Abs(pixels[i] - (Inside(i % 320, i / 320) ? 255 : 0));
            }

            return sum / pixels.Length;
        }

        static bool Inside(int x, int y) => (2 * x) + y < 470;

        static float CellShare(int x, int y) =>
            Enumerable.Range(0, 64).Count(i => Inside((8 * x) + (i % 8), (8 * y) + (i / 8))) / 64f;
    }

    [Fact]
    public async Task The_stage_owns_what_it_takes_and_gives_all_of_it_back()
    {
        var masked = Enumerable.Range(0, 3).Select(
            _ => Masked(Pictures.Of(PixelLayout.Rgb24, 8, 8, (_, _) => [1, 2, 3]), 4, 4, (_, _) => 1));
        await foreach (var matted in new MattingStage(EdgeMode.Guided).RunAsync(masked.ToAsyncEnumerable()))
        {
            using (matted)
            {
                Assert.Equal((1, 0), (Frame.AliveCount - 1, Mask.AliveCount));
            }
        }

        Pictures.AssertNoneAlive();
    }

    [Fact]
    public void A_frame_that_cannot_be_matted_is_given_back()
    {
        // No stage hands on what it disposed; what matters is that a failure leaves nothing alive.
        var masked = Masked(new Frame(4, 4), 4, 4, (_, _) => 1);
        masked.Frame.Dispose();

        Assert.Throws<ObjectDisposedException>(() => new MattingStage(EdgeMode.Guided).Matte(masked));
        Pictures.AssertNoneAlive();
    }

    private static MaskedFrame Masked(Frame frame, int width, int height, Func<int, int, float> value)
    {
        var mask = new Mask(width, height);
        for (var i = 0; i < width * height; i++)
        {
            mask.Values[i] = value(i % width, i / width);
        }

        return new MaskedFrame(frame, new Frame(2, 2), mask);
    }
}

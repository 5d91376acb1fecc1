using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Tests.Matting.Edges;

public class ForegroundEstimatorTests
{
    private const int Size = 240;
    private const int Edge = 120;
    private const int Softness = 4;

    // Mixed half and half the colors would be up to 110 steps off, and the tests ask for 24.
    private static readonly byte[] Subject = [200, 60, 20];
    private static readonly byte[] Background = [20, 220, 240];

    [Theory]
    [MemberData(nameof(Pictures.LayoutsOfFrames), MemberType = typeof(Pictures))]
    public void The_subjects_color_is_recovered_all_along_a_soft_edge(string layout)
    {
        using var matted = SoftEdge(Pictures.Layout(layout));
        var foreground = matted.Foreground;

        Assert.Equal((Size, Size, 42, 3), (foreground.Width, foreground.Height, foreground.Timestamp, foreground.Layout.Channels));
        Assert.Equal(matted.Frame.Layout.BytesPerSample, foreground.Layout.BytesPerSample);
        for (var x = 0; x < Edge + Softness - 1; x++)
        {
            Pictures.AssertPixel([200, 60, 20], foreground, x, 100, tolerance: 24);
        }
    }

    [Fact]
    public void Where_the_mask_is_full_the_colors_are_the_frames_own_to_the_bit()
    {
        var random = new Random(1);
        using var matted = Pictures.Matted(
            PixelLayout.Rgb24, 97, 61, (_, _) => [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)],
            (x, _) => x < 50 ? (byte)255 : (byte)0);
        for (var y = 0; y < 61; y++)
        {
            for (var x = 0; x < 50; x++)
            {
                Assert.Equal(Pictures.At(matted.Frame, x, y), Pictures.At(matted.Foreground, x, y));
            }
        }
    }

    [Fact]
    public void Away_from_the_subject_nothing_of_the_background_is_left()
    {
        using var matted = SoftEdge(PixelLayout.Rgb24);
        for (var x = Edge + Softness + 12; x < Size; x++)
        {
            Pictures.AssertPixel([0, 0, 0], matted.Foreground, x, 30, tolerance: 0);
        }
    }

    [Fact]
    public void Colors_that_the_frame_hides_do_not_leak_into_the_subject()
    {
        // The left of the subject is transparent in the input, and bright green there.
        using var matted = Pictures.Matted(
            PixelLayout.Rgba32, Size, Size, (x, _) => x < 60 ? [0, 255, 0, 0] : [.. Mixed(x), 255], (x, _) => ShareAt(x));
        for (var x = Edge - Softness; x < Edge + Softness - 1; x++)
        {
            Pictures.AssertPixel([200, 60, 20], matted.Foreground, x, 100, tolerance: 24);
        }
    }

    [Fact]
    public async Task Renderers_on_many_threads_share_one_estimate()
    {
        var matted = SoftEdge(PixelLayout.Rgb24);
        var estimates = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => matted.Foreground)));

        Assert.All(estimates, estimate => Assert.Same(estimates[0], estimate));
        matted.Dispose();
        Pictures.AssertNoneAlive();
    }

    private static MattedFrame SoftEdge(PixelLayout layout) =>
        Pictures.Matted(layout, Size, Size, (x, _) => [.. Mixed(x), 255], (x, _) => ShareAt(x));

    private static byte ShareAt(int x) => (byte)Math.Clamp(255.0 * (Edge + Softness - x) / (2 * Softness), 0, 255);

    private static IEnumerable<byte> Mixed(int x) => Subject.Zip(
        Background, (subject, background) => (byte)Math.Round((subject * ShareAt(x) / 255.0) + (background * (255 - ShareAt(x)) / 255.0)));
}

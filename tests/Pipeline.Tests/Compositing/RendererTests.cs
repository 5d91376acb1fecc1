using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Tests.Compositing;

public class RendererTests
{
    private const int Width = 21;
    private const int Height = 5;
    private const double Own = 204 / 255.0;
    private const double Share = 128 / 255.0;

    [Theory]
    [MemberData(nameof(Pictures.LayoutsOfFrames), MemberType = typeof(Pictures))]
    public async Task Panels_stand_side_by_side_in_the_order_given(string layout)
    {
        using var matted = Uniform(layout);
        using var result = await RenderAsync(new PanelRenderer([Panel.Mask, Panel.Original, Panel.Cutout]), matted);

        var seen = matted.Frame.Layout.HasAlpha ? Own : 1;
        Assert.Equal((3 * Width, Height, 42), (result.Width, result.Height, result.Timestamp));
        Assert.Equal((3, matted.Frame.Layout.BytesPerSample), (result.Layout.Channels, result.Layout.BytesPerSample));
        Pictures.AssertPixel([128 * seen, 128 * seen, 128 * seen], result, 2, 3);
        Pictures.AssertPixel([200 * seen, 100 * seen, 50 * seen], result, Width + 2, 3);
        Pictures.AssertPixel([200 * Share * seen, 100 * Share * seen, 50 * Share * seen], result, (2 * Width) + 20, 4, tolerance: 1);
    }

    [Theory]
    [MemberData(nameof(Pictures.LayoutsOfFrames), MemberType = typeof(Pictures))]
    public async Task The_mask_output_is_gray_of_the_frames_depth_and_knows_the_frames_own_alpha(string layout)
    {
        using var matted = Uniform(layout);
        using var result = await RenderAsync(new MaskRenderer(), matted);

        Assert.Equal(matted.Frame.Layout.BytesPerSample == 1 ? PixelLayout.Gray8 : PixelLayout.Gray16, result.Layout);
        Pictures.AssertPixel([128 * (matted.Frame.Layout.HasAlpha ? Own : 1)], result, 20, 4);
    }

    [Theory]
    [MemberData(nameof(Pictures.LayoutsOfFrames), MemberType = typeof(Pictures))]
    public async Task A_straight_cutout_keeps_the_frames_colors_and_a_premultiplied_one_is_over_black(string layout)
    {
        using var matted = Uniform(layout);
        using var straight = await RenderAsync(new CutoutRenderer(AlphaMode.Straight, decontaminate: false), matted);
        using var premultiplied = await RenderAsync(new CutoutRenderer(AlphaMode.Premultiplied, decontaminate: false), matted);

        var alpha = 128 * (matted.Frame.Layout.HasAlpha ? Own : 1);
        Assert.Equal(matted.Frame.Layout.BytesPerSample == 1 ? PixelLayout.Rgba32 : PixelLayout.Rgba64, straight.Layout);
        Pictures.AssertPixel([200, 100, 50, alpha], straight, 20, 4);
        Pictures.AssertPixel([200 * alpha / 255, 100 * alpha / 255, 50 * alpha / 255, alpha], premultiplied, 20, 4, tolerance: 1);
    }

    [Fact]
    public async Task A_cutouts_edge_has_the_subjects_colors_only_where_that_is_asked_for()
    {
        using var matted = Pictures.Matted(
            PixelLayout.Rgb24,
            Width,
            Height,
            (x, _) => x < 10 ? [200, 0, 0] : x == 10 ? [100, 0, 100] : [0, 0, 200],
            (x, _) => x < 10 ? (byte)255 : x == 10 ? (byte)128 : (byte)0);
        using var mixed = await RenderAsync(new CutoutRenderer(AlphaMode.Straight, decontaminate: false), matted);
        using var clean = await RenderAsync(new CutoutRenderer(AlphaMode.Straight, decontaminate: true), matted);

        Pictures.AssertPixel([100, 0, 100, 128], mixed, 10, 2);
        var edge = Pictures.At(clean, 10, 2);
        Assert.True(edge[0] > 150 && edge[2] < 50, $"{edge[0]}, {edge[2]}");
    }

    [Theory]
    [MemberData(nameof(Pictures.LayoutsOfFrames), MemberType = typeof(Pictures))]
    public async Task A_composite_mixes_subject_and_background_by_alpha(string layout)
    {
        using var matted = Uniform(layout);
        using var result = await RenderAsync(new CompositeRenderer(new SolidBackground([0, 0, 255]), decontaminate: false), matted);

        var alpha = Share * (matted.Frame.Layout.HasAlpha ? Own : 1);
        Assert.Equal((3, 42), (result.Layout.Channels, result.Timestamp));
        foreach (var (x, y) in new[] { (0, 0), (20, 4), (15, 2) })
        {
            Pictures.AssertPixel([200 * alpha, 100 * alpha, (50 * alpha) + (255 * (1 - alpha))], result, x, y, tolerance: 1);
        }
    }

    [Fact]
    public async Task Sixteen_bits_are_mixed_in_sixteen_bits()
    {
        using var matted = Pictures.Matted(PixelLayout.Rgb48, 1, 1, (_, _) => [1, 2, 3], (_, _) => 100);
        using var result = await RenderAsync(new CompositeRenderer(new SolidBackground([0, 0, 0]), decontaminate: false), matted);

        Pictures.AssertPixel([100 / 255.0, 200 / 255.0, 300 / 255.0], result, 0, 0, tolerance: 0.5 / 257);
    }

    [Theory]
    [MemberData(nameof(Pictures.LayoutsOfFrames), MemberType = typeof(Pictures))]
    public async Task A_single_pixel_goes_through_every_renderer_and_nothing_is_left_alive(string layout)
    {
        IRenderer[] renderers =
        [
            new PanelRenderer([Panel.Original, Panel.Cutout]), new MaskRenderer(),
            new CutoutRenderer(AlphaMode.Straight, decontaminate: true), new CutoutRenderer(AlphaMode.Premultiplied, decontaminate: true),
            new CompositeRenderer(new SolidBackground([1, 2, 3]), decontaminate: true),
            new CompositeRenderer(new BlurBackground(null), decontaminate: true),
        ];
        foreach (var renderer in renderers)
        {
            using var matted = Pictures.Matted(Pictures.Layout(layout), 1, 1, (_, _) => [200, 100, 50, 255], (_, _) => 255);
            using var result = await RenderAsync(renderer, matted);
            if (renderer is not MaskRenderer)
            {
                Assert.Equal([200, 100, 50], Pictures.At(result, 0, 0)[..3]);
            }
        }

        Pictures.AssertNoneAlive();
    }

    [Fact]
    public async Task A_background_that_fails_leaves_nothing_alive()
    {
        using (var matted = Uniform("rgb24"))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(
                async () => await RenderAsync(new CompositeRenderer(new FailingBackground(), decontaminate: true), matted));
        }

        Pictures.AssertNoneAlive();
    }

    private static MattedFrame Uniform(string layout) =>
        Pictures.Matted(Pictures.Layout(layout), Width, Height, (_, _) => [200, 100, 50, 204], (_, _) => 128);

    private static async Task<Frame> RenderAsync(IRenderer renderer, MattedFrame matted) =>
        await renderer.RenderAsync(matted, TestContext.Current.CancellationToken);

    private sealed class FailingBackground : IBackground
    {
        public ValueTask PaintAsync(MattedFrame matted, Frame canvas, CancellationToken cancellation) =>
            throw new InvalidOperationException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

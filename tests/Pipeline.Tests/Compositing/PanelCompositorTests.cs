using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Masking;

namespace U2Video.Pipeline.Tests.Compositing;

public class PanelCompositorTests
{
    private const int Width = 6;
    private const int Height = 5;

    [Fact]
    public async Task Panels_stand_side_by_side_in_the_order_given()
    {
        using var result = await ComposeAsync(0.5f, Panel.Mask, Panel.Original, Panel.Cutout);

        Assert.Equal((3 * Width, Height), (result.Width, result.Height));
        Assert.Equal(42, result.Timestamp);
        AssertPixel(result, x: 2, y: 3, 128, 128, 128);
        AssertPixel(result, x: Width + 2, y: 3, 200, 100, 50);
        AssertPixel(result, x: (2 * Width) + 2, y: 3, 100, 50, 25);
    }

    [Theory]
    [InlineData(0f, 0, 0, 0)]
    [InlineData(1f, 200, 100, 50)]
    public async Task The_cutout_is_the_frame_where_the_mask_is_full_and_black_where_it_is_empty(float mask, byte red, byte green, byte blue)
    {
        using var result = await ComposeAsync(mask, Panel.Cutout);

        AssertPixel(result, x: Width - 1, y: 0, red, green, blue);
    }

    private static async Task<Frame> ComposeAsync(float maskValue, params Panel[] panels)
    {
        var frame = new Frame(Width, Height, timestamp: 42);
        for (var i = 0; i < frame.ByteCount; i += 3)
        {
            new byte[] { 200, 100, 50 }.CopyTo(frame.Pixels.Span[i..]);
        }

        var mask = new Mask(32, 32);
        mask.Values.Fill(maskValue);
        return await new PanelCompositor(panels).RunAsync(new[] { new MaskedFrame(frame, new Frame(2, 2), mask) }.ToAsyncEnumerable())
            .SingleAsync(TestContext.Current.CancellationToken);
    }

    private static void AssertPixel(Frame frame, int x, int y, byte red, byte green, byte blue)
    {
        var pixel = frame.Pixels.Span.Slice(((y * frame.Width) + x) * 3, 3);
        Assert.InRange(Math.Abs(pixel[0] - red), 0, 1);
        Assert.InRange(Math.Abs(pixel[1] - green), 0, 1);
        Assert.InRange(Math.Abs(pixel[2] - blue), 0, 1);
    }
}

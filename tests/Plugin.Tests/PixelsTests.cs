namespace U2Video.Plugin.Tests;

public sealed class PixelsTests
{
    // Not a multiple of a vector's length.
    private const int Count = 101;

    private static readonly uint[] Frame = [.. Enumerable.Range(0, Count).Select(i => 0xAA000000 | (uint)(i * 2309))];
    private static readonly byte[] Grays = [.. Enumerable.Range(0, Count).Select(i => (byte)(255 - i))];

    [Fact]
    public void A_mask_is_opaque_gray()
    {
        var result = new uint[Count];

        Pixels.Gray(Grays, result);

        Assert.Equal(Grays.Select(gray => 0xFF000000 | ((uint)gray << 16) | ((uint)gray << 8) | gray), result);
    }

    [Fact]
    public void A_cutout_has_the_frames_colors_and_the_masks_alpha()
    {
        var result = new uint[Count];

        Pixels.WithAlpha(Frame, Grays, result);

        Assert.Equal(Frame.Zip(Grays, (pixel, gray) => (pixel & 0xFFFFFF) | ((uint)gray << 24)), result);
    }

    [Theory]
    [InlineData(101, 1)]
    [InlineData(1, 101)]
    [InlineData(101, 1000)]
    public void The_mark_is_a_border_and_the_rest_the_frame(int width, int height)
    {
        var frame = new uint[width * height];
        var result = new uint[width * height];

        Pixels.PassMarked(frame, result, width, height);

        Assert.Equal((0xFFFF00FF, 0xFFFF00FF), (result[0], result[^1]));
        Assert.Equal(Math.Min(width, height) < 3, result.AsSpan().IndexOf(0u) < 0);
    }
}

using System.Runtime.InteropServices;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Tests;

/// <summary>Small frames made by hand, of any layout. Samples are given as bytes; sixteen-bit ones become 257 times that.</summary>
internal static class Pictures
{
    public static TheoryData<string> LayoutsOfFrames => ["rgb24", "rgba", "rgb48le", "rgba64le"];

    public static PixelLayout Layout(string name) => new[]
    {
        PixelLayout.Rgb24, PixelLayout.Rgba32, PixelLayout.Gray8, PixelLayout.Rgb48, PixelLayout.Rgba64, PixelLayout.Gray16,
    }.Single(layout => layout.Name == name);

    /// <summary>A frame whose pixels are made from their places; an alpha channel is what comes fourth.</summary>
    public static Frame Of(PixelLayout layout, int width, int height, Func<int, int, byte[]> pixel, long timestamp = 42)
    {
        var frame = new Frame(width, height, timestamp, layout);
        for (var i = 0; i < width * height; i++)
        {
            var values = pixel(i % width, i / width);
            for (var channel = 0; channel < layout.Channels; channel++)
            {
                Put(frame, (i * layout.Channels) + channel, values[channel]);
            }
        }

        return frame;
    }

    /// <summary>A frame and a mask, matted.</summary>
    public static MattedFrame Matted(
        PixelLayout layout, int width, int height, Func<int, int, byte[]> pixel, Func<int, int, byte> mask) => new(
            Of(layout, width, height, pixel),
            Of(layout.BytesPerSample == 1 ? PixelLayout.Gray8 : PixelLayout.Gray16, width, height, (x, y) => [mask(x, y)]));

    /// <summary>A pixel, sixteen-bit samples divided by 257.</summary>
    public static double[] At(Frame frame, int x, int y) =>
        [.. Enumerable.Range(((y * frame.Width) + x) * frame.Layout.Channels, frame.Layout.Channels).Select(index => Get(frame, index))];

    /// <summary>Fails unless a pixel is within the tolerance, in steps of eight bits, of what it should be.</summary>
    public static void AssertPixel(double[] expected, Frame frame, int x, int y, double tolerance = 0.5)
    {
        var found = At(frame, x, y);
        Assert.True(
            expected.Length == found.Length && expected.Zip(found, (e, f) => Math.Abs(e - f)).Max() <= tolerance,
            $"({x}, {y}): {string.Join(' ', found)} instead of {string.Join(' ', expected)}");
    }

    public static void AssertNoneAlive() => Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));

    private static void Put(Frame frame, int sample, byte value)
    {
        if (frame.Layout.BytesPerSample == 1)
        {
            frame.Pixels.Span[sample] = value;
        }
        else
        {
            MemoryMarshal.Cast<byte, ushort>(frame.Pixels.Span)[sample] = (ushort)(value * 257);
        }
    }

    private static double Get(Frame frame, int sample) => frame.Layout.BytesPerSample == 1
        ? frame.Pixels.Span[sample]
        : MemoryMarshal.Cast<byte, ushort>(frame.Pixels.Span)[sample] / 257.0;
}

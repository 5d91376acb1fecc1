using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>Views and copies of pixels of eight or sixteen bits.</summary>
internal static class PixelMats
{
    /// <summary>The largest sample: 255 or 65535.</summary>
    public static int LargestSample(this Mat pixels) => pixels.Depth() == MatType.CV_8U ? byte.MaxValue : ushort.MaxValue;

    /// <summary>The three colors. They may share the memory: the caller disposes them first and does not write to them.</summary>
    public static Mat Colors(this Mat pixels) =>
        pixels.Channels() == PixelLayout.Rgb24.Channels
            ? pixels[new Rect(default, pixels.Size())]
            : pixels.CvtColor(ColorConversionCodes.RGBA2RGB);

    /// <summary>The three colors as they are seen over black. They may share the memory in the same way.</summary>
    public static Mat ColorsOverBlack(this Mat pixels)
    {
        var colors = pixels.Colors();
        if (pixels.Channels() > PixelLayout.Rgb24.Channels)
        {
            using var own = pixels.OwnAlpha();
            colors.MultiplyBy(own, colors);
        }

        return colors;
    }

    /// <summary>The fourth channel.</summary>
    public static Mat OwnAlpha(this Mat pixels) => pixels.ExtractChannel(PixelLayout.Rgba32.Channels - 1);

    /// <summary>Multiplies three colors by a gray picture of the same depth, where the largest sample is 1.</summary>
    public static void MultiplyBy(this Mat colors, Mat gray, Mat result)
    {
        using var weights = gray.CvtColor(ColorConversionCodes.GRAY2RGB);
        Cv2.Multiply(colors, weights, result, scale: 1.0 / colors.LargestSample());
    }

    /// <summary>Floats of 0…1, at another size: each is the mean of the pixels that it covers.</summary>
    public static Mat ToFloats(this Mat pixels, Size size)
    {
        using var small = new Mat(size, pixels.Type());
        AreaResizing.Resize(pixels, small);
        var floats = new Mat();
        small.ConvertTo(floats, MatType.CV_32FC(pixels.Channels()), 1.0 / pixels.LargestSample());
        return floats;
    }
}

using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Fixing;

/// <summary>Reads the picture of a mask that a user has painted.</summary>
internal static class PaintedMask
{
    // Less may come from JPEG compression.
    private const double SeenColor = 32.0 / 255;

    /// <summary>Reads a mask: its alpha where a pixel is transparent, otherwise its gray values.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One channel of 8 or 16 bits; the caller owns it.</returns>
    /// <exception cref="InputException">It is not a picture, has colors and no transparency, or shows no subject.</exception>
    public static Mat Read(string path)
    {
        using var picture = StoredPicture.Read(path);
        var values = ValuesOf(picture, path);
        Cv2.MinMaxIdx(values, out _, out var highest);
        if (highest >= values.LargestSample() / 2.0)
        {
            return values;
        }

        values.Dispose();
        throw new InputException($"{path}: has no subject, because no pixel of it is at least half white or opaque; paint one.");
    }

    private static Mat ValuesOf(Mat picture, string path)
    {
        if (picture.Channels() == PixelLayout.Rgba32.Channels)
        {
            var alpha = picture.OwnAlpha();
            if (MatteStencil.IsTransparent(alpha))
            {
                return alpha;
            }

            alpha.Dispose();
        }

        if (picture.Channels() == 1)
        {
            return picture.Clone();
        }

        using var colors = picture.Channels() == PixelLayout.Rgba32.Channels
            ? picture.CvtColor(ColorConversionCodes.BGRA2BGR)
            : picture.Clone();
        return IsColored(colors)
            ? throw new InputException($"{path}: has colors and no transparency; a mask is gray, or has the subject in its alpha.")
            : colors.CvtColor(ColorConversionCodes.BGR2GRAY);
    }

    private static bool IsColored(Mat colors)
    {
        var channels = colors.Split();
        try
        {
            return Math.Max(Cv2.Norm(channels[0], channels[1], NormTypes.INF), Cv2.Norm(channels[1], channels[2], NormTypes.INF))
                >= SeenColor * colors.LargestSample();
        }
        finally
        {
            Array.ForEach(channels, channel => channel.Dispose());
        }
    }
}

using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Core.Data.Masks;

/// <summary>Reads the values of a mask as they are in its file: 8 or 16 bits, from gray values, a palette or an alpha channel.</summary>
internal static class MaskFile
{
    private const int AlphaChannel = 3;

    // A smaller difference between channels may come from JPEG compression.
    private const int SeenColor = 32;

    /// <summary>Reads a mask.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="meaning">What its values mean; this decides which values are read.</param>
    /// <param name="orientation">
    /// Whether it is turned by its EXIF orientation; an alpha channel never is, because tools that write one have turned it already.
    /// </param>
    /// <returns>The values; the caller owns them.</returns>
    /// <exception cref="InputException">It is not a picture, or not one of 8 or 16 bits.</exception>
    public static RawMask Read(string path, byte[] file, MaskValues meaning, ImreadModes orientation)
    {
        using var stored = PictureFile.Decode(path, file, ImreadModes.Unchanged);
        if (stored.Depth() is not (MatType.CV_8U or MatType.CV_16U))
        {
            throw new InputException($"{path}: has neither 8 nor 16 bits per sample, as masks need.");
        }

        var hasAlpha = stored.Channels() > AlphaChannel;
        if (hasAlpha && meaning is not MaskValues.Labels
            && Alpha(stored, meaning is MaskValues.Alpha { ByAlphaChannel: true }) is { } alpha)
        {
            return new RawMask(alpha, MaskSource.AlphaChannel);
        }

        var isLossy = file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) || IsLossyWebP(file);
        if (meaning is MaskValues.Auto or MaskValues.Labels && PaletteIndices.Reveal(file) is { } indices)
        {
            using var grays = PictureFile.Decode(path, indices, ImreadModes.Color | orientation);
            return new RawMask(Channel(grays, 0), MaskSource.Palette);
        }

        const ImreadModes upright = ImreadModes.AnyColor | ImreadModes.AnyDepth;
        using var turned = orientation == default && HasExif(file) ? PictureFile.Decode(path, file, upright) : stored.Clone();
        var (values, source) = Flatten(turned, meaning);
        return new RawMask(values, source) { HasOpaqueAlpha = hasAlpha, IsLossy = isLossy };
    }

    // Null if nothing is transparent, so that the channel has no information.
    private static Mat? Alpha(Mat picture, bool always)
    {
        var alpha = Channel(picture, AlphaChannel);
        Cv2.MinMaxIdx(alpha, out var least, out _);
        if (always || least < (alpha.Depth() == MatType.CV_16U ? ushort.MaxValue : byte.MaxValue))
        {
            return alpha;
        }

        alpha.Dispose();
        return null;
    }

    private static (Mat Values, MaskSource Source) Flatten(Mat picture, MaskValues meaning)
    {
        if (picture.Channels() == 1)
        {
            return (picture.Clone(), MaskSource.Gray);
        }

        var toGray = picture.Channels() > AlphaChannel ? ColorConversionCodes.BGRA2GRAY : ColorConversionCodes.BGR2GRAY;
        var values = new Mat();
        if (!IsColored(picture))
        {
            Cv2.CvtColor(picture, values, toGray);
            return (values, MaskSource.Gray);
        }

        // Labels by color: black is no label. In a matte, a color counts by its brightness.
        if (meaning is not MaskValues.Labels)
        {
            Cv2.CvtColor(picture, values, toGray);
            return (values, MaskSource.Colors);
        }

        using var second = Channel(picture, 1);
        using var third = Channel(picture, 2);
        Cv2.ExtractChannel(picture, values, 0);
        Cv2.Max(values, second, values);
        Cv2.Max(values, third, values);
        return (values, MaskSource.Colors);
    }

    private static bool IsColored(Mat picture)
    {
        using var blue = Channel(picture, 0);
        using var green = Channel(picture, 1);
        using var red = Channel(picture, 2);
        return Math.Max(Cv2.Norm(blue, green, NormTypes.INF), Cv2.Norm(green, red, NormTypes.INF))
            >= (picture.Depth() == MatType.CV_16U ? SeenColor * 257 : SeenColor);
    }

    private static Mat Channel(Mat picture, int channel)
    {
        var plane = new Mat();
        Cv2.ExtractChannel(picture, plane, channel);
        return plane;
    }

    private static bool HasExif(ReadOnlySpan<byte> file) =>
        file.IndexOf("Exif\0"u8) >= 0 || file.IndexOf("eXIf"u8) >= 0 || file.IndexOf("EXIF"u8) >= 0;

    // RIFF, a length, WEBP, and the name of the first chunk; in the extended format the pixels' chunk comes later.
    private static bool IsLossyWebP(ReadOnlySpan<byte> file) =>
        file.Length > 16 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) && file.IndexOf("VP8 "u8) >= 0;
}

using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Mattes;

/// <summary>
/// Masks as PNGs, without loss. The network's masks are rounded to <see cref="Levels"/> steps before anything else is done with them,
/// whether they are stored or not, so that a stored mask is the same to the bit. A step is a sixteenth of one of eight bits.
/// </summary>
internal static class MaskPicture
{
    /// <summary>The value that stands for 1: twelve bits, stored in the upper ones of sixteen.</summary>
    public const int Levels = (1 << Bits) - 1;

    private const int Bits = 12;
    private const int Spare = 16 - Bits;

    // Run lengths after PNG's filters: as small as zlib's best, and thirty times as fast.
    private static readonly ImageEncodingParam[] Compression =
    [
        new(ImwriteFlags.PngCompression, 3),
        new(ImwriteFlags.PngStrategy, (int)ImwritePNGFlags.StrategyRLE),
    ];

    /// <summary>Rounds a mask's values, 0…1, in place.</summary>
    public static void Round(Mask mask)
    {
        foreach (ref var value in mask.Values)
        {
            value = MathF.Round(value * Levels) / Levels;
        }
    }

    /// <summary>A rounded mask as a gray PNG of sixteen bits.</summary>
    public static byte[] Encode(Mask mask)
    {
        using var picture = new Mat(mask.Height, mask.Width, MatType.CV_16UC1);
        var words = picture.AsSpan<ushort>();
        var values = mask.Values;
        for (var i = 0; i < values.Length; i++)
        {
            // The upper bits are repeated in the lower ones, so that 1 is white.
            var level = (int)MathF.Round(values[i] * Levels);
            words[i] = (ushort)((level << Spare) | (level >> (Bits - Spare)));
        }

        Cv2.ImEncode(".png", picture, out var file, Compression);
        return file;
    }

    /// <summary>The mask in a PNG.</summary>
    /// <returns>The mask, which the caller owns; null where it is not a whole picture of this kind and size.</returns>
    public static Mask? TryDecode(byte[] file, int width, int height)
    {
        if (!PngChunks.AreWhole(file, width, height))
        {
            return null;
        }

        using var picture = Cv2.ImDecode(file, ImreadModes.Unchanged);
        if (picture.Type() != MatType.CV_16UC1 || picture.Size() != new Size(width, height))
        {
            return null;
        }

        var mask = new Mask(width, height);
        var words = picture.AsSpan<ushort>();
        var values = mask.Values;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(words[i] >> Spare) / Levels;
        }

        return mask;
    }
}

using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Tests.Checking;

/// <summary>Masks made by hand, of <see cref="Side"/>×<see cref="Side"/> values, over pictures that are the same in every frame.</summary>
internal static class MaskedFrames
{
    public const int Side = 100;

    public static Mask Mask(Func<int, int, double> value)
    {
        var mask = new Mask(Side, Side);
        for (var i = 0; i < mask.Values.Length; i++)
        {
            mask.Values[i] = (float)value(i % Side, i / Side);
        }

        return mask;
    }

    /// <summary>A frame with a mask over a picture with something to see.</summary>
    public static MaskedFrame Of(Func<int, int, double> value, bool startsScene = false) => new(
        new Frame(1, 1), Pictures.Of(PixelLayout.Rgb24, Side, Side, (x, y) => [(byte)(2 * x), (byte)(2 * y), 90]), Mask(value))
    {
        StartsScene = startsScene,
    };

    /// <summary>1 within a rectangle and 0 outside.</summary>
    public static Func<int, int, double> Box(int left, int top, int width, int height) =>
        (x, y) => x >= left && x < left + width && y >= top && y < top + height ? 1 : 0;
}

using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Media;

/// <summary>What raw frames in a stream are: packed pixels of eight bits a channel, row by row from the top, without gaps.</summary>
/// <param name="Pixels">The order of the channels.</param>
/// <param name="Width">In pixels, 1…65535.</param>
/// <param name="Height">In pixels, 1…65535.</param>
/// <param name="FrameRate">Frames a second.</param>
public sealed record RawVideoFormat(RawPixels Pixels, int Width, int Height, Rational FrameRate)
{
    private const int LargestSide = 65535;

    /// <summary>Whether the pixels carry alpha.</summary>
    internal bool HasAlpha => Pixels is RawPixels.Rgba or RawPixels.Bgra;

    /// <summary>Width and height.</summary>
    internal (int Width, int Height) Size => (Width, Height);

    /// <summary>The layout that has as many channels.</summary>
    internal PixelLayout Layout => Pixels == RawPixels.Gray ? PixelLayout.Gray8 : HasAlpha ? PixelLayout.Rgba32 : PixelLayout.Rgb24;

    /// <summary>The conversion to RGB; null where the pixels are RGB.</summary>
    internal ColorConversionCodes? Conversion => Pixels switch
    {
        RawPixels.Bgr24 => ColorConversionCodes.BGR2RGB,
        RawPixels.Bgra => ColorConversionCodes.BGRA2RGBA,
        RawPixels.Gray => ColorConversionCodes.GRAY2RGB,
        _ => null,
    };

    /// <summary>Checks the values.</summary>
    /// <exception cref="UsageException">One of them is out of its range.</exception>
    internal void Validate()
    {
        if (Width is < 1 or > LargestSide
            || Height is < 1 or > LargestSide || (long)Width * Height * Layout.BytesPerPixel > Array.MaxLength)
        {
            throw new UsageException($"{Named.Size} {Width}x{Height}: give sides from 1 to {LargestSide} pixels, like 1280x720.");
        }

        if (FrameRate.Value is not (> 0 and <= 1000))
        {
            throw new UsageException($"{Named.FrameRate} {FrameRate}: give a rate above 0 and up to 1000, like 25 or 30000/1001.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName Pixels = Of(nameof(RawVideoFormat.Pixels));
        public static readonly PropertyName Size = Of(nameof(RawVideoFormat.Size));
        public static readonly PropertyName FrameRate = Of(nameof(RawVideoFormat.FrameRate));

        private static PropertyName Of(string name) => PropertyName.Of<RawVideoFormat>(name);
    }
}
